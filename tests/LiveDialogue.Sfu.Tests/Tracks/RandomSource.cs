using System.Buffers.Binary;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Testing;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Sfu.Tests.Tracks;

/// <summary>
/// A publisher whose bursts are what may come of one at worst: several frames and layers, holes that are filled late or never, packets too large, time
/// that goes back, layers that were muted. Picture ids and timestamps begin before their wrap.
/// </summary>
internal sealed class RandomSource : IDisposable
{
    private const int HeaderLength = 24;
    private const int TooLarge = 1490;
    private const byte Opus20 = 0x78;                                  // CELT, fullband, 20 ms, one frame
    private static readonly TimeSpan FrameInterval = 10.Milliseconds();

    private readonly TrackFormat _format;
    private readonly SeededRandom _random;
    private readonly PacketPool _pool;
    private readonly LayerState[] _layers;
    private readonly List<SourcePacket> _burst = [];
    private readonly List<SourcePacket> _missing = [];
    private readonly byte[] _red = new byte[HeaderLength + 1000];
    private readonly bool _hasPictureIds, _hasLongIds;
    private readonly ulong _ntp;
    private MonoTime _now;

    public RandomSource(TrackFormat format, SeededRandom random, PacketPool pool)
    {
        (_format, _random, _pool) = (format, random, pool);
        Track = new ProgramTrack(format, format.Kind == MediaKind.Video ? TestFormats.Rids : []);
        _layers = new LayerState[Track.Layers.Length];
        (_hasPictureIds, _hasLongIds) = (random.Chance(0.9), random.Chance(0.8));
        _ntp = random.Chance(0.5) ? random.NextBits() >> 1 : 0;        // 0: it sends no reports
        for (var i = 0; i < _layers.Length; i++)
        {
            _layers[i] = new()
            {
                Layer = Track.Layers[i],
                Sequence = 65_400 + random.Next(200),
                TimeBase = uint.MaxValue - (uint)random.Next(400_000),
                Picture = (ushort)(0x7FFF - random.Next(60)),
                Tl0 = (byte)(255 - random.Next(60)),
            };
        }
    }

    public ProgramTrack Track { get; }

    /// <summary>Bursts whose last packet isn't the newest of time.</summary>
    public int Backward { get; private set; }
    public int Late { get; private set; }

    /// <summary>What comes next, noted in its layer's history. Valid until the next call.</summary>
    public List<SourcePacket> Next(MonoTime now)
    {
        foreach (var packet in _burst) packet.Buffer.Release();
        _burst.Clear();
        _now = now;
        ref var state = ref _layers[_random.Next(_layers.Length)];
        var frames = _random.Chance(0.3) ? 1 + _random.Next(4) : 1;
        var isBackward = frames > 1 && _random.Chance(0.3);
        if (isBackward) Backward++;
        for (var frame = 0; frame < frames; frame++)
        {
            var age = FrameInterval * (isBackward ? frame : frames - 1 - frame);
            AddFrame(ref state, age);
            if (_random.Chance(0.1)) state = ref _layers[_random.Next(_layers.Length)];
        }
        if (_layers.Length > 1 && _random.Chance(0.4)) Interleave();
        AddLate();
        foreach (var packet in _burst) packet.Layer.Note(packet, now);
        return _burst;
    }

    /// <summary>A sender report of each layer, where it sends any.</summary>
    public void Report(MonoTime now)
    {
        if (_ntp == 0) return;
        var ntp = _ntp + (ulong)((Int128)now.Microseconds * (1L << 32) / 1_000_000);
        foreach (var state in _layers) state.Layer.SetClock(new SenderClock(ntp, TimestampAt(state, now)), now);
    }

    public void Dispose()
    {
        foreach (var packet in _burst) packet.Buffer.Release();
        foreach (var packet in _missing) packet.Buffer.Release();
        Track.Dispose();
    }

    private void AddFrame(ref LayerState state, TimeSpan age)
    {
        if (_random.Chance(0.01)) (state.Generation, state.HasKeyframe) = (state.Generation + 1, false);
        var isKeyframe = !state.HasKeyframe || _random.Chance(0.05);
        state.HasKeyframe = true;
        var count = _format.Kind == MediaKind.Audio ? 1 : 1 + _random.Next(isKeyframe ? 8 : 4);
        var timestamp = TimestampAt(state, _now - age);
        for (var index = 0; index < count; index++)
        {
            var packet = new SourcePacket
            {
                Buffer = _pool.Rent(),
                Layer = state.Layer,
                ExtendedSequence = state.Sequence++,
                Timestamp = timestamp,
                Generation = state.Generation,
                HeaderLength = HeaderLength,
                PayloadLength = _random.Chance(0.01) ? TooLarge : 50 + _random.Next(_format.Kind == MediaKind.Audio ? 100 : 1100),
                Marker = index == count - 1,
                AudioLevel = _format.Kind == MediaKind.Audio && _random.Chance(0.95) ? (byte)_random.Next(128) : null,
            };
            packet.Buffer.Arrival = _now - _random.Next(900).Microseconds();
            Fill(ref packet, state, index, isKeyframe);
            if (_random.Chance(0.02)) _missing.Add(packet);
            else _burst.Add(packet);
        }
        (state.Picture, state.Tl0) = ((ushort)((state.Picture + 1) & 0x7FFF), unchecked((byte)(state.Tl0 + 1)));
    }

    /// <summary>A frame of each layer, too, and all of it mixed: only what is of one layer stays in order.</summary>
    private void Interleave()
    {
        for (var i = 0; i < _layers.Length; i++) AddFrame(ref _layers[i], TimeSpan.Zero);
        for (var pass = 0; pass < 4; pass++)
        {
            for (var i = 1; i < _burst.Count; i++)
                if (!ReferenceEquals(_burst[i].Layer, _burst[i - 1].Layer) && _random.Chance(0.5)) (_burst[i], _burst[i - 1]) = (_burst[i - 1], _burst[i]);
        }
    }

    /// <summary>Repaired, or overtaken; some are padding that fills its hole, and some never come.</summary>
    private void AddLate()
    {
        for (var i = _missing.Count - 1; i >= 0; i--)
        {
            var packet = _missing[i];
            if (!_random.Chance(0.2)) continue;
            _missing.RemoveAt(i);
            if (_random.Chance(0.2))
            {
                packet.Buffer.Release();
                continue;
            }
            packet.Buffer.Arrival = _now;
            if (_random.Chance(0.1)) (packet.PayloadLength, packet.RedLength, packet.IsKeyframe, packet.PictureId, packet.Tl0PicIdx) = (0, 0, false, null, null);
            _burst.Insert(_random.Next(_burst.Count + 1), packet);
            Late++;
        }
    }

    private void Fill(ref SourcePacket packet, LayerState state, int index, bool isKeyframe)
    {
        var payload = packet.Buffer.Span.Slice(HeaderLength, packet.PayloadLength);
        _random.Fill(payload[..40]);
        switch (_format.Codec)
        {
            case TrackCodec.Vp8:
                WriteVp8(payload, state, index, isKeyframe);
                break;
            case TrackCodec.H264:
                payload[0] = (byte)(!isKeyframe ? 0x41 : index == 0 ? 0x67 : 0x65);
                break;
            default:
                payload[0] = Opus20;
                if (_format.RedPayloadType is not null && payload.Length < TooLarge && _random.Chance(0.8)) MakeRedundant(ref packet);
                break;
        }
        Assert.True(FrameMarks.TryMark(ref packet, _format.Codec));
    }

    private void WriteVp8(Span<byte> payload, in LayerState state, int index, bool isKeyframe)
    {
        var starts = (byte)(index == 0 ? 0x10 : 0);
        var at = 1;
        payload[0] = starts;
        if (_hasPictureIds && !_random.Chance(0.02))
        {
            (payload[0], payload[1]) = ((byte)(0x80 | starts), 0xC0);  // X; I, L
            if (_hasLongIds) BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(state.Picture | 0x8000));
            else payload[2] = (byte)(state.Picture & 0x7F);
            at = _hasLongIds ? 4 : 3;
            payload[at++] = state.Tl0;
        }
        payload[at] = (byte)(isKeyframe ? 0 : 1);
        if (!isKeyframe || index != 0) return;
        ReadOnlySpan<byte> start = [0x9D, 0x01, 0x2A];
        start.CopyTo(payload[(at + 3)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[(at + 6)..], (ushort)(320 << state.Layer.Index));
        BinaryPrimitives.WriteUInt16LittleEndian(payload[(at + 8)..], (ushort)(180 << state.Layer.Index));
    }

    /// <summary>Puts a copy or two of what was before it in front of the payload (RFC 2198).</summary>
    private void MakeRedundant(ref SourcePacket packet)
    {
        var payload = packet.Buffer.Span.Slice(packet.HeaderLength, packet.PayloadLength);
        var copies = 1 + _random.Next(2);
        var length = 20 + _random.Next(80);
        var at = 0;
        for (var back = copies; back > 0; back--) at += RedWriter.WriteRedundantHeader(_red.AsSpan(at), _format.PayloadType, 960 * back, length);
        at += RedWriter.WritePrimaryHeader(_red.AsSpan(at), _format.PayloadType);
        _random.Fill(_red.AsSpan(at, length * copies));
        at += length * copies;
        payload.CopyTo(_red.AsSpan(at));
        _red.AsSpan(0, at + payload.Length).CopyTo(packet.Buffer.Span[HeaderLength..]);
        (packet.RedStart, packet.RedLength, packet.HeaderLength) = (HeaderLength, at + payload.Length, HeaderLength + at);
    }

    private uint TimestampAt(in LayerState state, MonoTime time) =>
        unchecked(state.TimeBase + (uint)(time.Microseconds * _format.ClockRate / 1_000_000));

    private struct LayerState
    {
        public PublishedLayer Layer;
        public long Sequence;
        public uint TimeBase;
        public ushort Picture;
        public byte Tl0;
        public int Generation;
        public bool HasKeyframe;
    }
}
