namespace LiveDialogue.Wire.Stun;

/// <summary>The message types ICE and a TURN client use, class and method in one (RFC 8489 §18.2, RFC 8656 §17).</summary>
public enum StunType : ushort
{
    BindingRequest = 0x0001,
    BindingIndication = 0x0011,
    BindingSuccess = 0x0101,
    BindingError = 0x0111,
    AllocateRequest = 0x0003,
    AllocateSuccess = 0x0103,
    AllocateError = 0x0113,
    RefreshRequest = 0x0004,
}
