using System.Collections.Concurrent;
using LiveDialogue.Mixer;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;

namespace LiveDialogue.Server.Programs;

/// <summary>
/// The wires between a stage and its mixer: everybody on air goes in through a tap, the program comes back as a publisher. Called on the
/// threads of both, and hands on at once; packets take no lock and allocate nothing.
/// </summary>
internal sealed class ProgramWiring : ITapSink, IProgramOutput, IMixerObserver, IAsyncDisposable
{
    // A shared screen that doesn't move still sends a few packets a second.
    private static readonly TimeSpan ScreenSilence = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, ScreenFlow> _screens = new(StringComparer.Ordinal);
    private readonly Action _changed;
    private readonly IProgramFeed _feed;
    private readonly IProgramMixer _mixer;
    private volatile IProgramMixer? _ear;
    private volatile ITap? _tap;
    private int _screensMade;

    /// <param name="changed">The mixer's status or the screens are others; called on any thread, notes it and returns.</param>
    public ProgramWiring(IMediaStage stage, Func<IProgramOutput, IMixerObserver, IProgramMixer> create, Action changed)
    {
        _changed = changed;
        _feed = stage.OpenProgram(_ => _ear?.RequestKeyframe());
        try
        {
            _tap = stage.OpenTap(this);
            _mixer = create(this, this);                        // last: it has threads and workers
        }
        catch
        {
            _tap?.Dispose();
            _feed.Dispose();
            throw;
        }
        _ear = _mixer;
    }

    public IProgramMixer Mixer => _mixer;

    /// <summary>Tells the mixer who is in it, and the SFU to let their screens come: a screen shows itself by its packets.</summary>
    public void SetInputs(IReadOnlyList<ProgramSpeaker> onAir)
    {
        foreach (var speaker in onAir) _tap?.Want(new(speaker.Id), TapSource.Screen, 1);
        _mixer.SetInputs([.. onAir.Select(speaker => speaker.ToInput())]);
    }

    /// <summary>Slate and silence; and nobody of the audience falls back to the speakers themselves while it lasts.</summary>
    public void Kill(bool on)
    {
        _feed.SetExclusive(on);
        _mixer.Kill(on);
    }

    /// <summary>Whose screens come in, in the order in which they began.</summary>
    public IReadOnlyList<string> Sharing(MonoTime now)
    {
        foreach (var (speaker, flow) in _screens)
            if (now - new MonoTime(Volatile.Read(ref flow.LastPacket)) > ScreenSilence) _screens.TryRemove(KeyValuePair.Create(speaker, flow));
        return [.. _screens.OrderBy(screen => screen.Value.Order).Select(screen => screen.Key)];
    }

    public void OnRtp(in TapPacket packet)
    {
        var speaker = packet.Publisher.Value;
        if (packet.Source is TapSource.Screen) Note(speaker, packet.Arrival);
        var codec = packet.Codec switch
        {
            TapCodec.Opus => InputCodec.Opus,
            TapCodec.Vp8 => InputCodec.Vp8,
            _ => InputCodec.H264,
        };
        _ear?.Receive(new(speaker, KindOf(packet.Source)), codec, packet.Rtp, packet.SenderMicroseconds, packet.Arrival);
    }

    public void Video(int layer, ReadOnlySpan<byte> rtp) => _feed.SendVideo(layer, rtp);

    public void Audio(ReadOnlySpan<byte> rtp) => _feed.SendAudio(rtp);

    public void Clock(int layer, ulong ntpTime, uint rtpTimestamp) => _feed.SetClock(layer, ntpTime, rtpTimestamp);

    public void KeyframeWanted(SourceId source) => _tap?.RequestKeyframe(new(source.Speaker), SourceOf(source.Kind));

    // A screen nobody draws stays at its smallest layer: without packets we wouldn't know that it is there.
    public void SizeWanted(SourceId source, int pixels) =>
        _tap?.Want(new(source.Speaker), SourceOf(source.Kind), source.Kind is SourceKind.Screen ? Math.Max(1, pixels) : pixels);

    public void StatusChanged(MixerStatus status) => _changed();

    /// <summary>Ends the tap first, the feed last: what the mixer still has to say goes out.</summary>
    public async ValueTask DisposeAsync()
    {
        _ear = null;
        _tap?.Dispose();
        try
        {
            await _mixer.DisposeAsync();
        }
        finally
        {
            _feed.Dispose();
        }
    }

    private void Note(string speaker, MonoTime arrival)
    {
        if (!_screens.TryGetValue(speaker, out var flow))
        {
            flow = _screens.GetOrAdd(speaker, new ScreenFlow(Interlocked.Increment(ref _screensMade)));
            Volatile.Write(ref flow.LastPacket, arrival.Microseconds);
            _changed();
            return;
        }
        Volatile.Write(ref flow.LastPacket, arrival.Microseconds);
    }

    private static SourceKind KindOf(TapSource source) => source switch
    {
        TapSource.Voice => SourceKind.Voice,
        TapSource.Camera => SourceKind.Camera,
        _ => SourceKind.Screen,
    };

    private static TapSource SourceOf(SourceKind kind) => kind switch
    {
        SourceKind.Voice => TapSource.Voice,
        SourceKind.Camera => TapSource.Camera,
        _ => TapSource.Screen,
    };

    private sealed class ScreenFlow(int order)
    {
        /// <summary>Microseconds of its arrival.</summary>
        public long LastPacket;

        public int Order => order;
    }
}
