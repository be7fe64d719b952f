using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtcp;

namespace LiveDialogue.Fuzz.Targets;

internal static class TransportFeedbackTarget
{
    private const long Wrap = 64_000L << 24;

    private static readonly MonoTime?[] Arrivals = new MonoTime?[64 * 1024];
    private static readonly byte[] Written = new byte[1200];

    public static FuzzTarget Create() => new(
        "transport-feedback", "rtcp",
        AllTargets.Hex(
            "8FCD0006 00000001 00000002 00050004 00000109 D180 04 08 FFFC 0000",
            "8FCD0006 00000001 00000002 00050003 00000100 2003 04 08 00 000000",
            "8FCD0006 00000001 00000002 FFFF0002 FFFFFF00 4002 FFFC 0100 0000",
            "8FCD0006 00000001 00000002 0005000E 00000100 A001 04 08 00000000",
            "8FCD0009 00000001 00000002 0000FFFF 00000100 1FFF1FFF 1FFF1FFF 1FFF1FFF 1FFF1FFF 1FFF0000"),
        Check);

    private static void Check(ReadOnlySpan<byte> input)
    {
        foreach (var packet in RtcpPackets.Enumerate(input))
        {
            if (TransportFeedback.TryParse(packet, out var feedback)) Check(feedback);
        }
    }

    private static void Check(TransportFeedback feedback)
    {
        // One wrap later, so that deltas may go below the reference time.
        var clock = Wrap + (feedback.ReferenceTime * 64_000L);
        var count = 0;
        foreach (var arrival in feedback)
        {
            Property.Holds(arrival.Sequence == feedback.BaseSequence.Plus(count), "Numbers follow one another.");
            Property.Holds(arrival.Received || arrival.DeltaMicroseconds == 0, "What was lost has no delta.");
            clock += arrival.DeltaMicroseconds;
            Arrivals[count++] = arrival.Received ? new MonoTime(clock) : null;
        }
        Property.Holds(count == feedback.StatusCount, "Statuses are as many as they say.");
        CheckRewritten(feedback, count);
    }

    private static void CheckRewritten(TransportFeedback feedback, int count)
    {
        var at = 0;
        while (at < count)
        {
            if (Arrivals[at] is null)
            {
                at++;
                continue;
            }

            var length = TransportFeedback.Write(Written, 1, 2, 3, feedback.BaseSequence.Plus(at), Arrivals.AsSpan(at, count - at), out var taken);
            Property.Holds(length > 0 && taken > 0, "What begins with an arrival can be written.");
            var packets = RtcpPackets.Enumerate(Written.AsSpan(0, length));
            Property.Holds(packets.MoveNext() && TransportFeedback.TryParse(packets.Current, out _), "Written feedback parses.");
            _ = TransportFeedback.TryParse(packets.Current, out var again);
            long? clock = null;
            var index = 0;
            foreach (var arrival in again)
            {
                var original = Arrivals[at + index++];
                Property.Holds(original.HasValue == arrival.Received, "Fates read as written.");
                if (original is not { } time) continue;
                clock = (clock ?? (again.ReferenceTime * 64_000L)) + arrival.DeltaMicroseconds;
                Property.Holds((time.Microseconds - clock.Value) % Wrap == 0, "Times read as written.");
            }
            Property.Holds(index == taken, "As many fates are read as were taken.");
            at += taken;
        }
    }
}
