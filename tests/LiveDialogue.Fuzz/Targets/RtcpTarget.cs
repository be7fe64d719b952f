using LiveDialogue.Wire.Rtcp;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Fuzz.Targets;

internal static class RtcpTarget
{
    private static readonly byte[] Written = new byte[64 * 1024];
    private static readonly ReportBlock[] Blocks = new ReportBlock[ReportBlocks.MaxCount];
    private static readonly SequenceNumber[] Numbers = new SequenceNumber[64 * 1024];
    private static readonly uint[] Ssrcs = new uint[256];

    public static FuzzTarget Create() => new(
        "rtcp", "rtcp",
        AllTargets.Hex(
            "81C8000C 0000002A E1E2E3E401020304 00015F90 00000007 00001F40 00000001 80 0003E8 0001FFFF 00000037 AABBCCDD 00010000",
            "81C90007 0000002A 00000001 80 FFFFFB 0001FFFF 00000037 AABBCCDD 00010000 81CA0004 0000002A 02026162 01037879 7A000000",
            "82CB0002 00000001 00000002", "81CD0004 00000001 00000002 FFFF8001 00100000", "81CE0002 00000001 00000002",
            "84CE0004 00000001 00000000 00000002 FE000000", "8FCE0006 00000001 00000000 52454D42 0209234A 00000007 00000008",
            "8FCD0006 00000001 00000002 00050004 00000109 D180 04 08 FFFC 0000", "A0C90003 00000001 00000000 00000008",
            "80CF0008 0000000A 04000002 1122334455667788 05000003 01020304 33445566 00010000"),
        Check);

    private static void Check(ReadOnlySpan<byte> input)
    {
        var packets = RtcpPackets.Enumerate(input);
        var length = 0;
        foreach (var packet in packets)
        {
            length += packet.Bytes.Length;
            CheckReports(packet);
            CheckNames(packet);
            CheckNack(packet);
            CheckPictureFeedback(packet);
            CheckEstimate(packet);
            Property.Holds(!ReceiverReferenceTime.TryFindAnswer(packet, 0x01020304, out _, out _) || packet.Body.Length >= 20, "An answer has its bytes.");
        }
        Property.Holds(packets.IsMalformed ? length < Math.Max(1, input.Length) : length == input.Length, "Well-formed packets make up the whole datagram.");
    }

    private static RtcpPacket Read(int length)
    {
        var packets = RtcpPackets.Enumerate(Written.AsSpan(0, length));
        Property.Holds(!packets.IsMalformed && packets.MoveNext(), "A written packet is well-formed.");
        return packets.Current;
    }

    private static int Fill(ReportBlocks reports)
    {
        var count = 0;
        foreach (var block in reports) Blocks[count++] = block;
        Property.Holds(count == reports.Count, "Reports are as many as they say.");
        return count;
    }

    private static void CheckReports(in RtcpPacket packet)
    {
        if (SenderReport.TryParse(packet, out var sender))
        {
            var count = Fill(sender.Reports);
            var length = SenderReport.Write(
                Written, sender.Ssrc, sender.NtpTime, sender.RtpTimestamp, sender.PacketCount, sender.OctetCount, Blocks.AsSpan(0, count));
            Property.Holds(SenderReport.TryParse(Read(length), out var again), "A written sender report parses.");
            Property.Holds(
                again.Ssrc == sender.Ssrc && again.NtpTime == sender.NtpTime && again.RtpTimestamp == sender.RtpTimestamp
                    && again.PacketCount == sender.PacketCount && again.OctetCount == sender.OctetCount,
                "A sender report reads as written.");
            CheckSame(again.Reports, count);
        }
        if (ReceiverReport.TryParse(packet, out var receiver))
        {
            var count = Fill(receiver.Reports);
            Property.Holds(ReceiverReport.TryParse(Read(ReceiverReport.Write(Written, receiver.Ssrc, Blocks.AsSpan(0, count))), out var again), "A written receiver report parses.");
            Property.Holds(again.Ssrc == receiver.Ssrc, "A receiver report reads as written.");
            CheckSame(again.Reports, count);
        }
    }

    private static void CheckSame(ReportBlocks reports, int count)
    {
        Property.Holds(reports.Count == count, "As many reports are read as were written.");
        for (var i = 0; i < count; i++) Property.Holds(reports[i] == Blocks[i], "Reports read as written.");
    }

    private static void CheckNames(in RtcpPacket packet)
    {
        if (SourceDescription.TryParse(packet, out var description))
        {
            var length = SourceDescription.Write(Written, description.Ssrc, description.CanonicalName);
            Property.Holds(SourceDescription.TryParse(Read(length), out var again), "A written description parses.");
            Property.Holds(again.Ssrc == description.Ssrc && again.CanonicalName.SequenceEqual(description.CanonicalName), "A description reads as written.");
        }
        if (Goodbye.TryParse(packet, out var goodbye))
        {
            for (var i = 0; i < goodbye.Count; i++) Ssrcs[i] = goodbye[i];
            Property.Holds(Goodbye.TryParse(Read(Goodbye.Write(Written, Ssrcs.AsSpan(0, goodbye.Count))), out var again), "A written goodbye parses.");
            Property.Holds(again.Count == goodbye.Count, "A goodbye reads as written.");
        }
    }

    private static void CheckNack(in RtcpPacket packet)
    {
        if (!GenericNack.TryParse(packet, out var nack)) return;

        var count = 0;
        foreach (var number in nack)
        {
            // The writer is promised serial order without doubles; what a peer sent need not have it.
            if (count == 0 || number.IsNewerThan(Numbers[count - 1])) Numbers[count++] = number;
        }
        Property.Holds(GenericNack.TryParse(Read(GenericNack.Write(Written, nack.SenderSsrc, nack.MediaSsrc, Numbers.AsSpan(0, count))), out var again), "A written NACK parses.");
        var index = 0;
        foreach (var number in again) Property.Holds(index < count && number == Numbers[index++], "A NACK reads as written.");
        Property.Holds(index == count && again.MediaSsrc == nack.MediaSsrc, "A NACK reads whole.");
    }

    private static void CheckPictureFeedback(in RtcpPacket packet)
    {
        if (PictureLossIndication.TryParse(packet, out var loss))
        {
            Property.Holds(PictureLossIndication.TryParse(Read(PictureLossIndication.Write(Written, loss.SenderSsrc, loss.MediaSsrc)), out var again), "A written PLI parses.");
            Property.Holds(again == loss, "A PLI reads as written.");
        }
        if (!FullIntraRequest.TryParse(packet, out var request)) return;
        for (var i = 0; i < request.Count; i++)
        {
            var (ssrc, number) = request[i];
            Property.Holds(FullIntraRequest.TryParse(Read(FullIntraRequest.Write(Written, request.SenderSsrc, ssrc, number)), out var again), "A written FIR parses.");
            Property.Holds(again.Count == 1 && again[0] == (ssrc, number), "A FIR reads as written.");
        }
    }

    private static void CheckEstimate(in RtcpPacket packet)
    {
        if (!ReceiverEstimatedMaximumBitrate.TryParse(packet, out var estimate)) return;

        for (var i = 0; i < estimate.Count; i++) Ssrcs[i] = estimate[i];
        var length = ReceiverEstimatedMaximumBitrate.Write(Written, estimate.SenderSsrc, estimate.BitsPerSecond, Ssrcs.AsSpan(0, estimate.Count));
        Property.Holds(ReceiverEstimatedMaximumBitrate.TryParse(Read(length), out var again), "A written estimate parses.");
        Property.Holds(again.BitsPerSecond == estimate.BitsPerSecond && again.Count == estimate.Count, "An estimate reads as written.");
    }
}
