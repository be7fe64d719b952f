using System.Runtime.CompilerServices;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>The states of the SSRCs of one direction. Bounded, since each costs memory; grows by doubling, never per packet.</summary>
internal sealed class SsrcTable
{
    /// <summary>152 m-lines with a retransmission stream each fit: more than any browser offers.</summary>
    internal const int Limit = 512;

    private readonly Dictionary<uint, int> _slots = [];
    private SsrcState[] _states = new SsrcState[4];
    private uint _lastSsrc;
    private int _lastSlot = -1;

    internal int Count => _slots.Count;

    internal bool IsFull => _slots.Count >= Limit;

    /// <returns>A reference valid until the next <see cref="Add"/>; a null reference for an SSRC that was never added.</returns>
    internal ref SsrcState Find(uint ssrc)
    {
        if (_lastSlot >= 0 && _lastSsrc == ssrc) return ref _states[_lastSlot];
        if (!_slots.TryGetValue(ssrc, out var slot)) return ref Unsafe.NullRef<SsrcState>();
        (_lastSsrc, _lastSlot) = (ssrc, slot);
        return ref _states[slot];
    }

    /// <summary>For an SSRC that isn't there, while not <see cref="IsFull"/>.</summary>
    internal void Add(uint ssrc, long firstIndex)
    {
        var slot = _slots.Count;
        if (slot == _states.Length) Array.Resize(ref _states, slot * 2);
        _states[slot] = new(firstIndex);
        _slots.Add(ssrc, slot);
    }
}
