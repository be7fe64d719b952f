namespace LiveDialogue.Mixer.Tests.Encoding;

/// <summary>Keeps the program's RTP. Layer -1 is sound.</summary>
internal sealed class PacketLog : IProgramOutput
{
    private readonly Lock _gate = new();
    private readonly List<(int Layer, byte[] Bytes)> _packets = [];
    private readonly List<(int Layer, ulong NtpTime, uint RtpTimestamp)> _clocks = [];

    public IReadOnlyList<(int Layer, byte[] Bytes)> Packets
    {
        get { lock (_gate) return [.. _packets]; }
    }

    public IReadOnlyList<(int Layer, ulong NtpTime, uint RtpTimestamp)> Clocks
    {
        get { lock (_gate) return [.. _clocks]; }
    }

    public void Video(int layer, ReadOnlySpan<byte> rtp)
    {
        lock (_gate) _packets.Add((layer, rtp.ToArray()));
    }

    public void Audio(ReadOnlySpan<byte> rtp)
    {
        lock (_gate) _packets.Add((-1, rtp.ToArray()));
    }

    public void Clock(int layer, ulong ntpTime, uint rtpTimestamp)
    {
        lock (_gate) _clocks.Add((layer, ntpTime, rtpTimestamp));
    }
}
