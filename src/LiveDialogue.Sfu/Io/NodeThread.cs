namespace LiveDialogue.Sfu.Io;

/// <summary>What a thread of the node does.</summary>
public enum NodeThread
{
    /// <summary>Receives and sends: a packet is late by what this waits.</summary>
    Media,

    /// <summary>Signatures of those who join: they may wait for packets.</summary>
    Handshakes,
}
