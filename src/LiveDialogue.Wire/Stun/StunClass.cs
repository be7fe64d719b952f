namespace LiveDialogue.Wire.Stun;

/// <summary>The two class bits of a STUN message type (RFC 8489 §5).</summary>
public enum StunClass
{
    Request,
    Indication,
    Success,
    Error,
}
