namespace LiveDialogue.Wire.Sdp;

/// <summary>Who opens the DTLS connection (RFC 4145 §4, RFC 8842 §5): in an offer usually both are possible.</summary>
public enum DtlsSetup
{
    ActPass,
    Active,
    Passive,
    HoldConnection,
}
