using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Peers;

/// <summary>
/// The mixed program on its way in: the mixer's thread makes <see cref="SourcePacket"/>s of what it sends and posts them to one shard, where they are a
/// publisher's like any other. Bounded by that shard's inbox.
/// </summary>
internal sealed class ProgramFeed : IProgramFeed, IResident
{
    private const int MaxPacket = 1200;

    /// <summary>The encoder's restart takes a second or two; the picture may stand still for that while the sound goes on.</summary>
    private static readonly TimeSpan PictureStopsAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StopsAfter = TimeSpan.FromMilliseconds(800);

    private static readonly string[] LayerNames = ["720", "360", "180"];
    private static readonly int[] LayerPixels = [1280 * 720, 640 * 360, 320 * 180];

    private readonly IProgramHost _host;
    private readonly Action<int> _keyframeWanted;
    private readonly Action<ProgramFeed> _changed;
    private readonly Outpost _door;
    private readonly long[] _numbers = new long[LayerNames.Length + 1];
    private readonly ProgramTrack _pictureTrack, _soundTrack;
    private Forwarding? _forwarding;
    private Fanout? _pictures, _sounds;
    private int _broken;
    private volatile bool _closed;
    private volatile bool _exclusive;

    /// <param name="keyframeWanted">Called on the shard's thread, with a layer.</param>
    /// <param name="changed">It became exclusive or not, or is over.</param>
    public ProgramFeed(IProgramHost host, Action<int> keyframeWanted, Action<ProgramFeed> changed)
    {
        (_host, _keyframeWanted, _changed) = (host, keyframeWanted, changed);
        _door = new Outpost(host.Index);
        var gate = new PublisherGate(PublisherId.Program) { Permission = new(OnAir: true, Audio: true, Video: true) };
        Picture = new Feed(gate, host.Index, Format(MediaKind.Video, TrackCodec.H264, 90_000), LayerNames);
        Sound = new Feed(gate, host.Index, Format(MediaKind.Audio, TrackCodec.Opus, 48_000), []);
        (_pictureTrack, _soundTrack) = (new(Picture.Format, Picture.Rids), new(Sound.Format, Sound.Rids));
    }

    public int Shard => _host.Index;

    public bool IsClosed => _closed;

    /// <summary>See <see cref="IProgramFeed.SetExclusive"/>. Any thread.</summary>
    public bool IsExclusive
    {
        get => _exclusive && !_closed;
        private set => _exclusive = value;
    }

    public Feed Picture { get; }

    public Feed Sound { get; }

    /// <summary>Whether viewers may be shown it: a picture came, and what comes doesn't stop. Any thread.</summary>
    public bool Flows(MonoTime now)
    {
        var (picture, sound) = (Picture.LastPacket, Sound.LastPacket);
        if (_closed || picture == default || now - picture > PictureStopsAfter) return false;
        return now - (sound > picture ? sound : picture) <= StopsAfter;
    }

    public void SendVideo(int layer, ReadOnlySpan<byte> rtp)
    {
        if ((uint)layer < (uint)LayerNames.Length) Post(Picture, _pictureTrack.Layers[layer], rtp, ref _numbers[layer], LayerPixels[layer]);
    }

    public void SendAudio(ReadOnlySpan<byte> rtp) => Post(Sound, _soundTrack.Layers[0], rtp, ref _numbers[^1], pixels: 0);

    public void SetClock(int layer, ulong ntpTime, uint rtpTimestamp)
    {
        if (layer >= LayerNames.Length || _closed) return;
        var clock = new SenderClock(ntpTime, rtpTimestamp);
        _host.Tell((_, now) => SetClock(layer, clock, now));
    }

    public void SetExclusive(bool on)
    {
        if (IsExclusive == on) return;
        IsExclusive = on;
        _changed(this);
    }

    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        _changed(this);
    }

    void IResident.Start(Forwarding forwarding, MonoTime now)
    {
        if (_closed) return;
        _forwarding = forwarding;
        _pictures = _forwarding.Open(Picture, _pictureTrack);
        _sounds = _forwarding.Open(Sound, _soundTrack);
    }

    void IResident.Tick(MonoTime now)
    {
        if (Volatile.Read(ref _broken) != 0) _pictureTrack.RequestKeyframes(Interlocked.Exchange(ref _broken, 0));
        if (!_pictureTrack.TryTakeKeyframeRequest(now, out var layers)) return;
        for (var layer = 0; layer < LayerNames.Length; layer++)
            if ((layers & (1 << layer)) != 0) AskForKeyframe(layer);
    }

    void IResident.Stop(MonoTime now)
    {
        _closed = true;
        _forwarding?.Close(Picture, now);
        _forwarding?.Close(Sound, now);
        (_forwarding, _pictures, _sounds) = (null, null, null);
    }

    private void SetClock(int layer, in SenderClock clock, MonoTime now)
    {
        if ((layer < 0 ? _sounds : _pictures) is not { } fanout || _forwarding is null) return;
        var index = Math.Max(0, layer);
        fanout.Source.Layers[index].SetClock(clock, now);
        _forwarding.SetClock(fanout, index, clock, now);
    }

    private void Post(Feed feed, PublishedLayer layer, ReadOnlySpan<byte> rtp, ref long number, int pixels)
    {
        if (_closed || rtp.Length > MaxPacket || !RtpPacket.TryParse(rtp, out var parsed)) return;
        var buffer = _host.Pool.Rent();
        rtp.CopyTo(buffer.Span);
        (buffer.Length, buffer.Arrival) = (rtp.Length, _host.Now);
        var packet = new SourcePacket
        {
            Buffer = buffer,
            Layer = layer,
            ExtendedSequence = ++number,    // in order, so counting is enough; what is left out leaves a hole that viewers see
            Timestamp = parsed.Timestamp,
            Marker = parsed.Marker,
            HeaderLength = parsed.HeaderLength,
            PayloadLength = parsed.Payload.Length,
        };
        if (!FrameMarks.TryMark(ref packet, feed.Format.Codec) || !TryPost(feed, packet, pixels)) buffer.Release();
    }

    private bool TryPost(Feed feed, SourcePacket packet, int pixels)
    {
        packet.Pixels = pixels;
        var isVideo = feed.Kind == MediaKind.Video;
        if (isVideo && _door.Skips(packet.Layer.Index))
        {
            _door.LeftOut(packet);
            return false;
        }
        if (_host.TryPost(new Parcel(feed, packet)))
        {
            if (packet.Marker || !isVideo) _host.Ring();    // a frame goes out as one burst
            return true;
        }
        if (!isVideo) return false;
        _door.LeftOut(packet);
        Interlocked.Or(ref _broken, 1 << packet.Layer.Index);     // what follows builds on what is missing
        return false;
    }

    private void AskForKeyframe(int layer)
    {
        try
        {
            _keyframeWanted(layer);
        }
#pragma warning disable CA1031 // the mixer's trouble mustn't end the shard's round
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _host.Faulted(fault);
        }
    }

    private static TrackFormat Format(MediaKind kind, TrackCodec codec, int clockRate) =>
        new() { Kind = kind, Codec = codec, PayloadType = 0, ClockRate = clockRate, Mid = "" };
}
