using System.Runtime.CompilerServices;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>The states of the SSRCs of one direction. Bounded, since each costs memory; grows by doubling, never per packet.</summary>
internal sealed class SsrcTable
{
    /// <summary>152 m-lines with a retransmission stream each fit: more than any browser offers.</summary>
    internal const int Limit = 512;

    /// <summary>Up to so many are looked through; most peers have two to four.</summary>
    private const int Few = 8;

    private uint[] _ssrcs = [];
    private SsrcState[] _states = [];
    private Dictionary<uint, int>? _slots;                             // of more than a few

    internal int Count { get; private set; }

    internal bool IsFull => Count >= Limit;

    /// <returns>A reference valid until the next <see cref="Add"/>; a null reference for an SSRC that was never added.</returns>
    internal ref SsrcState Find(uint ssrc)
    {
        var ssrcs = _ssrcs.AsSpan(0, Math.Min(Count, Few));
        for (var i = 0; i < ssrcs.Length; i++)
            if (ssrcs[i] == ssrc) return ref _states[i];
        if (_slots is not null && _slots.TryGetValue(ssrc, out var slot)) return ref _states[slot];
        return ref Unsafe.NullRef<SsrcState>();
    }

    /// <summary>For an SSRC that isn't there, while not <see cref="IsFull"/>.</summary>
    internal void Add(uint ssrc, long firstIndex)
    {
        var slot = Count++;
        if (slot == _states.Length)
        {
            var size = Math.Max(2, slot * 2);                          // sound and a picture
            Array.Resize(ref _states, size);
            Array.Resize(ref _ssrcs, size);
        }
        _ssrcs[slot] = ssrc;
        _states[slot] = new(firstIndex);
        if (slot >= Few) (_slots ??= []).Add(ssrc, slot);
    }
}
