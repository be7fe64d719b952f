using System.Runtime.CompilerServices;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>
/// What one SSRC has sent, in one direction: the highest packet index, and which of the <see cref="Window"/> indices up to it were used (RFC 3711 §3.3).
/// The same for RTP, where an index is roll-over counter and sequence number, and RTCP, where it comes with the packet.
/// </summary>
internal struct SsrcState
{
    /// <summary>How far behind the highest a packet may come: a second of the fastest video, so that retransmissions pass.</summary>
    internal const int Window = 1024;
    private const int Words = Window / 64;

    internal long Highest;
    private WindowBits _used;

    internal SsrcState(long first)
    {
        Highest = first;
        Set(first, used: true);
    }

    /// <summary>Reads what <see cref="MarkUsed"/> will change next: see <see cref="Sfu.Security.ISrtp.Preload"/>.</summary>
    internal readonly int Preload() => (int)_used[Word(Highest + 1)];

    /// <summary>The index a sequence number most probably has, seen from the highest so far (RFC 3711 appendix A).</summary>
    /// <returns>Negative for a packet from before the first roll-over: never valid.</returns>
    internal readonly long Estimate(ushort sequence) => unchecked(Highest + (short)(sequence - (ushort)Highest));

    internal readonly bool IsFresh(long index)
    {
        if (index > Highest) return true;
        if (index < 0 || Highest - index >= Window) return false;
        return (_used[Word(index)] & Bit(index)) == 0;
    }

    /// <returns>False also for an index that is too old to be remembered.</returns>
    internal readonly bool WasUsed(long index) => index >= 0 && index <= Highest && Highest - index < Window && !IsFresh(index);

    /// <summary>Only for a fresh index, and inbound only after the packet was authenticated.</summary>
    internal void MarkUsed(long index)
    {
        if (index > Highest)
        {
            if (index - Highest >= Window) ((Span<ulong>)_used).Clear();
            else for (var skipped = Highest + 1; skipped < index; skipped++) Set(skipped, used: false);
            Highest = index;
        }
        Set(index, used: true);
    }

    private void Set(long index, bool used)
    {
        if (used) _used[Word(index)] |= Bit(index);
        else _used[Word(index)] &= ~Bit(index);
    }

    private static int Word(long index) => (int)((ulong)index / 64 % Words);
    private static ulong Bit(long index) => 1UL << (int)(index & 63);

    [InlineArray(Words)]
    private struct WindowBits
    {
        private ulong _first;
    }
}
