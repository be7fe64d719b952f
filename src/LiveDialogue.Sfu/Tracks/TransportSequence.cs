namespace LiveDialogue.Sfu.Tracks;

/// <summary>The transport-wide counter of one viewer: one for all its slots, since feedback is about the path, not the stream.</summary>
internal sealed class TransportSequence
{
    private ushort _next;

    public ushort Take() => unchecked(_next++);
}
