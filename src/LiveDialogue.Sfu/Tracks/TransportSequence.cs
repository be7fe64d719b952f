namespace LiveDialogue.Sfu.Tracks;

/// <summary>The transport-wide counter of one viewer: one for all its slots, since feedback is about the path, not the stream.</summary>
internal sealed class TransportSequence
{
    /// <summary>What <see cref="Take"/> gives next.</summary>
    public ushort Next { get; private set; }

    public ushort Take()
    {
        var number = Next;
        unchecked { Next++; }
        return number;
    }
}
