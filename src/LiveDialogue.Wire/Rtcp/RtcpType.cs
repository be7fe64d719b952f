namespace LiveDialogue.Wire.Rtcp;

/// <summary>RTCP packet types (RFC 3550 §12.1, RFC 4585 §6.1, RFC 3611 §2).</summary>
public enum RtcpType : byte
{
    SenderReport = 200,
    ReceiverReport = 201,
    SourceDescription = 202,
    Goodbye = 203,
    ApplicationDefined = 204,

    /// <summary>RTPFB: about packets. Format 1 is <see cref="GenericNack"/>, 15 <see cref="TransportFeedback"/>.</summary>
    RtpFeedback = 205,

    /// <summary>PSFB: about pictures. Format 1 is PLI, 4 FIR, 15 with "REMB" the bitrate estimate.</summary>
    PayloadFeedback = 206,
    ExtendedReport = 207,
}
