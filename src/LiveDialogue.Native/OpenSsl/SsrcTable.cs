using System.Runtime.CompilerServices;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>The states of the SSRCs of one direction. Bounded, since each costs memory; grows by doubling, never per packet. A mutable struct.</summary>
internal struct SsrcTable()
{
    /// <summary>152 m-lines with a retransmission stream each fit: more than any browser offers.</summary>
    internal const int Limit = 512;

    /// <summary>Up to so many are looked through; most peers have two to four.</summary>
    private const int Few = 8;

    private FewSsrcs _ssrcs;
    private SsrcState[] _states = [];
    private Dictionary<uint, int>? _slots;                             // of more than a few

    internal int Count { get; private set; }

    internal bool IsFull => Count >= Limit;

    /// <summary>Reads of the first SSRC what its next packet will need: most peers report by one.</summary>
    internal readonly int Preload() => Count == 0 ? 0 : _states[0].Preload();

    /// <returns>A reference valid until the next <see cref="Add"/>; a null reference for an SSRC that was never added.</returns>
    internal ref SsrcState Find(uint ssrc)
    {
        for (var i = 0; i < Few && i < Count; i++)
            if (_ssrcs[i] == ssrc) return ref _states[i];
        if (_slots is not null && _slots.TryGetValue(ssrc, out var slot)) return ref _states[slot];
        return ref Unsafe.NullRef<SsrcState>();
    }

    /// <summary>For an SSRC that isn't there, while not <see cref="IsFull"/>.</summary>
    internal void Add(uint ssrc, long firstIndex)
    {
        var slot = Count++;
        if (slot == _states.Length) Array.Resize(ref _states, Math.Max(2, slot * 2));    // sound and a picture
        _states[slot] = new(firstIndex);
        if (slot < Few) _ssrcs[slot] = ssrc;
        else (_slots ??= []).Add(ssrc, slot);
    }

    [InlineArray(Few)]
    private struct FewSsrcs
    {
        private uint _element0;
    }
}
