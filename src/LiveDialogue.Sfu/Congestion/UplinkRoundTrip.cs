using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>The round trip to a publisher, who is sent nothing but reports: our time goes out and comes back (RFC 3611 §4.4). Browsers answer with each sender report.</summary>
internal sealed class UplinkRoundTrip(uint localSsrc)
{
    private const int Remembered = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly (uint Middle, MonoTime At)[] _sent = new (uint, MonoTime)[Remembered];
    private int _next;

    /// <summary>Smoothed; zero before the first answer.</summary>
    public TimeSpan Value { get; private set; }

    /// <returns>The length.</returns>
    public int Write(Span<byte> destination, MonoTime now)
    {
        var ntp = unchecked((ulong)((Int128)now.Microseconds * (1L << 32) / 1_000_000));
        _sent[_next] = (SenderReport.MiddleOf(ntp), now);
        _next = (_next + 1) % Remembered;
        return ReceiverReferenceTime.Write(destination, localSsrc, ntp);
    }

    public void OnReport(in RtcpPacket packet, MonoTime now)
    {
        if (!ReceiverReferenceTime.TryFindAnswer(packet, localSsrc, out var middle, out var delay)) return;
        foreach (var (sent, at) in _sent)
        {
            if (sent != middle || at == default) continue;
            var sample = now - at - new TimeSpan(delay * TimeSpan.TicksPerSecond / 65_536);
            if (sample < TimeSpan.Zero || sample > Longest) return;    // the publisher's delay is nonsense
            Value = Value == TimeSpan.Zero ? sample : ((Value * 3) + sample) / 4;
            return;
        }
    }
}
