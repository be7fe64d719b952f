using LiveDialogue.Native.Opus;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Mixer.Encoding;

/// <summary>
/// The program as RTP, for the SFU: the encoder's pictures in packets, and the sound in Opus, encoded here since that takes no worker.
/// Pictures come by the hub's thread, sound by the program's.
/// </summary>
internal sealed class RtpOutput : IUnitOutput
{
    private const byte H264PayloadType = 102;
    private const byte OpusPayloadType = 111;
    private const int OpusBitsPerSecond = 64_000;
    private const int MostOpusBytes = 1000;

    /// <summary>Sound frames between two of <see cref="IProgramOutput.Clock"/>.</summary>
    private const int FramesPerClock = 50;

    private readonly IProgramOutput _to;
    private DateTimeOffset _epoch;
    private readonly OpusEncoder _opus = new(ProgramTime.Channels, OpusBitsPerSecond, OpusUse.Program);
    private readonly RtpStart[] _starts = [.. VideoLayer.All.Select(_ => RtpStart.Random(H264PayloadType))];
    private readonly RtpStart _sound = RtpStart.Random(OpusPayloadType);
    private readonly H264Packetizer[] _packetizers;
    private readonly byte[] _packet = new byte[RtpPacket.FixedHeaderLength + MostOpusBytes];
    private ushort _sequence;
    private volatile bool _running;

    /// <param name="epoch">The wall time at which the program's clock was zero.</param>
    /// <exception cref="DllNotFoundException">The package libopus0 isn't installed.</exception>
    public RtpOutput(IProgramOutput to, DateTimeOffset epoch)
    {
        (_to, _epoch) = (to, epoch);
        _packetizers = [.. _starts.Select((start, layer) => new H264Packetizer(layer, start, to))];
        _sequence = _sound.Sequence;
    }

    public event Action? StatusChanged;

    public event Action? KeyframeWanted
    {
        // Viewers ask through the SFU.
        add { }
        remove { }
    }

    public OutputStatus Status => new("sfu", OutputKind.WebRtc, "", _running ? OutputState.Running : OutputState.Starting, OutputReason.None, "");

    public void Begin(ProgramHeaders headers)
    {
        for (var layer = 0; layer < _packetizers.Length; layer++) _packetizers[layer].Configure(headers[VideoLayer.All[layer].Track].Configuration.Span);
        _running = true;
        StatusChanged?.Invoke();
    }

    public void Add(in EncodedUnit unit)
    {
        if ((int)unit.Track < _packetizers.Length) _packetizers[(int)unit.Track].Send(unit);
    }

    /// <summary>The program's clock is behind by so much more: the packets go on, at a later hour. The program's thread.</summary>
    public void Shift(TimeSpan by) => _epoch += by;

    /// <summary>The program's thread, frame after frame.</summary>
    /// <param name="samples">20 ms of interleaved stereo.</param>
    public void Sound(long frame, ReadOnlySpan<float> samples)
    {
        if (frame % FramesPerClock == 0) SetClocks(ProgramTime.OfSound(frame));
        var length = _opus.Encode(samples, _packet.AsSpan(RtpPacket.FixedHeaderLength));
        if (length == 0) return;

        var timestamp = unchecked(_sound.Timestamp + (uint)ProgramTime.OfSound(frame).In(ProgramTime.SamplesPerSecond));
        RtpWriter.WriteHeader(_packet, OpusPayloadType, marker: false, _sequence, timestamp, _sound.Ssrc);
        _sequence = unchecked((ushort)(_sequence + 1));
        _to.Audio(_packet.AsSpan(0, RtpPacket.FixedHeaderLength + length));
    }

    public ValueTask DisposeAsync()
    {
        _opus.Dispose();
        return ValueTask.CompletedTask;
    }

    private void SetClocks(TimeSpan time)
    {
        var ntp = NtpTime.Of(_epoch + time);
        _to.Clock(-1, ntp, unchecked(_sound.Timestamp + (uint)time.In(ProgramTime.SamplesPerSecond)));
        for (var layer = 0; layer < _starts.Length; layer++) _to.Clock(layer, ntp, unchecked(_starts[layer].Timestamp + (uint)time.In(H264Packetizer.ClockRate)));
    }
}
