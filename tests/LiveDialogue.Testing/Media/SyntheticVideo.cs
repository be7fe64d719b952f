using System.Buffers.Binary;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Testing.Media;

/// <param name="Packets">In each frame; a keyframe has four times as many.</param>
internal sealed record SyntheticLayer(string? Rid, int Width, int Height, int Packets, ushort FirstSequence = 1000);

/// <summary>
/// A camera that sends VP8 or H.264 in simulcast as Chromium does: a time base, numbers and picture ids of its own for each layer, a PLI answered by
/// keyframes on all of them unless one was sent within 300 ms, repairs by RTX. The picture is nonsense; descriptors and marks are right.
/// </summary>
internal sealed class SyntheticVideo
{
    public static readonly IReadOnlyList<SyntheticLayer> ThreeLayers =
        [new("q", 320, 180, 1), new("h", 640, 360, 2), new("f", 1280, 720, 4)];

    private const int PayloadLength = 1000;
    private static readonly TimeSpan FrameInterval = TimeSpan.FromMicroseconds(33_333);
    private static readonly TimeSpan KeyframeQuiet = TimeSpan.FromMilliseconds(300);

    private readonly byte _publisher;
    private readonly TrackFormat _format;
    private readonly IReadOnlyList<SyntheticLayer> _layers;
    private readonly SyntheticStream[] _streams;
    private readonly ushort[] _pictures;
    private readonly byte[] _payload = new byte[PayloadLength];
    private readonly bool[] _stopped;
    private readonly ulong _ntpBase;
    private MonoTime _nextFrame;
    private MonoTime _nextReport;
    private MonoTime _lastKeyframe;
    private uint _frame;
    private bool _keyframeWanted = true;

    /// <param name="publisher">Stands in every mark.</param>
    public SyntheticVideo(byte publisher, TrackFormat format, IReadOnlyList<SyntheticLayer> layers, SeededRandom random, TransportSequence? transport = null)
    {
        (_publisher, _format, _layers) = (publisher, format, layers);
        transport ??= new TransportSequence();
        _streams = new SyntheticStream[layers.Count];
        _pictures = new ushort[layers.Count];
        _stopped = new bool[layers.Count];
        for (var i = 0; i < layers.Count; i++)
        {
            _streams[i] = new SyntheticStream(format, layers[i].Rid, transport, random, layers[i].FirstSequence);
            _pictures[i] = (ushort)random.Next(0x8000);
        }
        _ntpBase = random.NextBits() >> 1;
    }

    public IReadOnlyList<SyntheticStream> Streams => _streams;
    public uint Frames => _frame;

    /// <summary>Frames that were keyframes, on any of the layers.</summary>
    public int Keyframes { get; private set; }

    /// <summary>PLIs and FIRs that came, those ignored too.</summary>
    public int KeyframeRequests { get; private set; }

    public bool SendsReports { get; set; } = true;

    /// <summary>Chromium stops a layer it has no bandwidth for.</summary>
    public void Stop(int layer, bool stopped = true) => _stopped[layer] = stopped;

    public void WantKeyframe() => _keyframeWanted = true;

    /// <summary>Sends the frames and reports that are due.</summary>
    public void Run(MonoTime now, DatagramSink sendRtp, DatagramSink sendRtcp)
    {
        if (_nextFrame == default) _nextFrame = _nextReport = now;
        for (; _nextFrame <= now; _nextFrame += FrameInterval) SendFrame(_nextFrame, sendRtp);
        if (!SendsReports || now < _nextReport) return;

        _nextReport = now + TimeSpan.FromSeconds(1);
        Span<byte> report = stackalloc byte[64];
        foreach (var stream in _streams) sendRtcp(report[..stream.WriteSenderReport(report, NtpAt(now), now)]);
    }

    /// <summary>Obeys NACK, PLI, FIR and receiver reports.</summary>
    public void OnRtcp(ReadOnlySpan<byte> datagram, DatagramSink sendRtp)
    {
        foreach (var packet in RtcpPackets.Enumerate(datagram))
        {
            if (GenericNack.TryParse(packet, out var nack) && Find(nack.MediaSsrc) is { } asked)
            {
                foreach (var number in nack) asked.Resend(number, sendRtp);
            }
            else if (PictureLossIndication.TryParse(packet, out var pli) && Find(pli.MediaSsrc) is not null)
            {
                KeyframeRequests++;
                _keyframeWanted = true;
            }
            else if (ReceiverReport.TryParse(packet, out var report))
            {
                foreach (var block in report.Reports) Find(block.Ssrc)?.Acknowledge();
            }
        }
    }

    public ulong NtpAt(MonoTime now) => unchecked(_ntpBase + (ulong)((Int128)now.Microseconds * (1L << 32) / 1_000_000));

    private SyntheticStream? Find(uint ssrc)
    {
        foreach (var stream in _streams)
            if (stream.Ssrc == ssrc) return stream;
        return null;
    }

    private void SendFrame(MonoTime at, DatagramSink send)
    {
        var keyframe = _keyframeWanted && (_frame == 0 || at - _lastKeyframe >= KeyframeQuiet);
        // Asked for too soon after the last one: silently dropped.
        _keyframeWanted = false;
        if (keyframe)
        {
            _lastKeyframe = at;
            Keyframes++;
        }
        for (var i = 0; i < _streams.Length; i++)
            if (!_stopped[i]) SendFrame(i, at, keyframe, send);
        _frame++;
    }

    private void SendFrame(int layer, MonoTime at, bool keyframe, DatagramSink send)
    {
        var stream = _streams[layer];
        var count = _layers[layer].Packets * (keyframe ? 4 : 1);
        for (var index = 0; index < count; index++)
        {
            _payload.AsSpan().Clear();
            if (_format.Codec == TrackCodec.Vp8) WriteVp8(layer, index, keyframe);
            else WriteH264(index, keyframe);
            new FrameMark(_publisher, (byte)layer, _frame, (byte)index, (byte)count, keyframe).Write(_payload);
            stream.Send(_payload, stream.TimestampAt(at), marker: index == count - 1, level: null, send);
        }
        _pictures[layer] = (ushort)((_pictures[layer] + 1) & 0x7FFF);
    }

    private void WriteVp8(int layer, int index, bool keyframe)
    {
        _payload[0] = (byte)(0x80 | (index == 0 ? 0x10 : 0));          // X, S
        _payload[1] = 0xE0;                                            // I, L, T
        BinaryPrimitives.WriteUInt16BigEndian(_payload.AsSpan(2), (ushort)(_pictures[layer] | 0x8000));
        _payload[4] = (byte)_pictures[layer];                          // one temporal layer: TL0PICIDX counts frames
        if (index != 0) return;
        _payload[6] = keyframe ? (byte)0 : (byte)1;                    // the P bit
        if (!keyframe) return;
        ReadOnlySpan<byte> startCode = [0x9D, 0x01, 0x2A];
        startCode.CopyTo(_payload.AsSpan(9));
        BinaryPrimitives.WriteUInt16LittleEndian(_payload.AsSpan(12), (ushort)_layers[layer].Width);
        BinaryPrimitives.WriteUInt16LittleEndian(_payload.AsSpan(14), (ushort)_layers[layer].Height);
    }

    private void WriteH264(int index, bool keyframe)
    {
        if (!keyframe)
        {
            _payload[0] = 0x41;                                        // a slice that isn't IDR
            return;
        }
        if (index != 0)
        {
            _payload[0] = 0x65;
            return;
        }
        _payload[0] = 0x78;                                            // STAP-A: SPS, PPS
        BinaryPrimitives.WriteUInt16BigEndian(_payload.AsSpan(1), 4);
        _payload[3] = 0x67;
        BinaryPrimitives.WriteUInt16BigEndian(_payload.AsSpan(7), PayloadLength - 9);
        _payload[9] = 0x68;
    }
}
