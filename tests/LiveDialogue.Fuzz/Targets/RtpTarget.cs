using System.Buffers.Binary;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Fuzz.Targets;

internal static class RtpTarget
{
    private static readonly byte[] Copy = new byte[128 * 1024];

    public static FuzzTarget CreateRtp() => new(
        "rtp", "rtp",
        AllTargets.Hex(
            "B1E01234 00000064 DEADBEEF 0A0B0C0D BEDE0001 10AA2001 010203 000003",
            "90600001 00000064 00000001 10000002 0100 0201BB 00 01 0203",
            "80600001 00000064 00000001 010203"),
        CheckRtp);

    public static FuzzTarget CreateExtensions() => new(
        "extensions", "rtp", AllTargets.Hex("BEDE 10AA 21BBBB 0000 33CCCCCCCC", "1000 0100 0201BB 00 0304CCCCCCCC", "BEDE 10AA F0FF 20BB"), CheckExtensions);

    private static void CheckRtp(ReadOnlySpan<byte> input)
    {
        var measured = RtpPacket.TryMeasureHeader(input, out var headerLength);
        if (!RtpPacket.TryParse(input, out var packet)) return;

        Property.Holds(measured && headerLength == packet.HeaderLength, "Measuring and parsing agree on the header.");
        Property.Holds(packet.HeaderLength + packet.Payload.Length + packet.PaddingLength == input.Length, "The parts make up the whole.");
        CheckRebuilt(packet.Extensions);

        var copy = Copy.AsSpan(0, input.Length);
        input.CopyTo(copy);
        RtpWriter.SetPayloadType(copy, 127);
        RtpWriter.SetMarker(copy, true);
        RtpWriter.SetSequenceNumber(copy, 0xABCD);
        RtpWriter.SetTimestamp(copy, 0x01234567);
        RtpWriter.SetSsrc(copy, 0x89ABCDEF);
        Property.Holds(RtpPacket.TryParse(copy, out var patched), "A patched packet parses.");
        Property.Holds(
            patched is { PayloadType: 127, Marker: true, Timestamp: 0x01234567, Ssrc: 0x89ABCDEF } && patched.SequenceNumber.Value == 0xABCD,
            "Patched fields read as written.");
        Property.Holds(patched.Payload.SequenceEqual(packet.Payload), "Patching leaves the payload alone.");
    }

    private static void CheckExtensions(ReadOnlySpan<byte> input)
    {
        if (input.Length >= 2) CheckRebuilt(new HeaderExtensions(BinaryPrimitives.ReadUInt16BigEndian(input), input[2..]));
    }

    private static void CheckRebuilt(HeaderExtensions extensions)
    {
        var builder = new RtpHeaderBuilder(Copy, 96, marker: false, 1, 2, 3, extensions.IsTwoByte);
        foreach (var element in extensions) Property.Holds(builder.TryAdd(element.Id, element.Value), "What was read can be written in the same form.");
        var length = builder.Finish();

        Property.Holds(RtpPacket.TryParse(Copy.AsSpan(0, length), out var rebuilt), "A built header parses.");
        Property.Holds(rebuilt.HeaderLength == length, "A built header is all header.");
        var again = rebuilt.Extensions.GetEnumerator();
        foreach (var element in extensions)
        {
            Property.Holds(again.MoveNext(), "As many elements are read as were written.");
            Property.Holds(again.Current.Id == element.Id && again.Current.Value.SequenceEqual(element.Value), "Elements read as written.");
        }
        Property.Holds(!again.MoveNext(), "No more elements are read than were written.");
    }
}
