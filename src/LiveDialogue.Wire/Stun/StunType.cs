namespace LiveDialogue.Wire.Stun;

/// <summary>The message types ICE uses, class and method in one (RFC 8489 §18.2).</summary>
public enum StunType : ushort
{
    BindingRequest = 0x0001,
    BindingIndication = 0x0011,
    BindingSuccess = 0x0101,
    BindingError = 0x0111,
}
