using System.Runtime.CompilerServices;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>The states of the SSRCs of one direction. Bounded, since each costs memory; grows by doubling, never per packet.</summary>
internal sealed class SsrcTable
{
    /// <summary>152 m-lines with a retransmission stream each fit: more than any browser offers.</summary>
    internal const int Limit = 512;

    /// <summary>Up to so many are looked through; most peers have two to four.</summary>
    private const int Few = 8;

    private readonly Dictionary<uint, int> _slots = [];
    private uint[] _ssrcs = new uint[4];
    private SsrcState[] _states = new SsrcState[4];

    internal int Count => _slots.Count;

    internal bool IsFull => _slots.Count >= Limit;

    /// <returns>A reference valid until the next <see cref="Add"/>; a null reference for an SSRC that was never added.</returns>
    internal ref SsrcState Find(uint ssrc)
    {
        var few = Math.Min(_slots.Count, Few);
        for (var i = 0; i < few; i++)
            if (_ssrcs[i] == ssrc) return ref _states[i];
        if (_slots.Count > Few && _slots.TryGetValue(ssrc, out var slot)) return ref _states[slot];
        return ref Unsafe.NullRef<SsrcState>();
    }

    /// <summary>For an SSRC that isn't there, while not <see cref="IsFull"/>.</summary>
    internal void Add(uint ssrc, long firstIndex)
    {
        var slot = _slots.Count;
        if (slot == _states.Length)
        {
            Array.Resize(ref _states, slot * 2);
            Array.Resize(ref _ssrcs, slot * 2);
        }
        _ssrcs[slot] = ssrc;
        _states[slot] = new(firstIndex);
        _slots.Add(ssrc, slot);
    }
}
