namespace LiveDialogue.Fuzz.Targets;

/// <summary>One target per parser.</summary>
internal static class AllTargets
{
    public static readonly FuzzTarget[] List =
    [
        DatagramTarget.Create(), StreamTarget.Create(), StunTarget.Create(),
        RtpTarget.CreateRtp(), RtpTarget.CreateExtensions(), RedTarget.Create(),
        RtcpTarget.Create(), TransportFeedbackTarget.Create(),
        SdpTarget.CreateSdp(), SdpTarget.CreateIceFragment(),
        CodecTarget.CreateVp8(), CodecTarget.CreateH264(), CodecTarget.CreateOpus(),
        FrameTarget.CreateVp8(), FrameTarget.CreateH264(), FrameTarget.CreatePictureSize(),
        ZoneFileTarget.Create(), CalendarTarget.CreateFile(), CalendarTarget.CreateSeries(),
        RedactionTarget.Create(),
    ];

    /// <summary>Seeds as hex; spaces allowed.</summary>
    public static byte[][] Hex(params string[] seeds) =>
        Array.ConvertAll(seeds, seed => Convert.FromHexString(seed.Replace(" ", "", StringComparison.Ordinal)));
}
