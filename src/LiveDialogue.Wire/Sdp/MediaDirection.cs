namespace LiveDialogue.Wire.Sdp;

/// <summary>Who sends, seen from the writer of the description (RFC 8866 §6.7).</summary>
public enum MediaDirection
{
    SendReceive,
    SendOnly,
    ReceiveOnly,
    Inactive,
}
