using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Fuzz.Targets;

internal static class RedTarget
{
    private const int Oldest = 960;
    private static readonly byte[] Copy = new byte[64 * 1024];

    public static FuzzTarget Create() => new(
        "red", "rtp", AllTargets.Hex("6F 78AA", "EF 0F0003 6F 780102 780304", "EF 1E0002 EF 0F0002 6F 7801 7802 7803", "EF 0F0000 6F", "6F", "EF0F0003", "FFFFFFFF 6F"), Check);

    private static void Check(ReadOnlySpan<byte> input)
    {
        if (!RedPayload.TryParse(input, out var red)) return;

        var (end, kept) = (red.Redundant * 4 + 1, 0);
        foreach (var block in red)
        {
            Property.Holds(block.Start == end, "Blocks follow each other.");
            Property.Holds(block is { PayloadType: <= 127, TimestampOffset: >= 0 and <= RedPayload.MaxOffset, Length: >= 0 and <= RedPayload.MaxBlockLength }, "Fields have their bits.");
            end += block.Length;
            if (block is { PayloadType: 111, TimestampOffset: > 0 and <= Oldest, Length: > 0 }) kept++;
        }
        Property.Holds(red.Primary.Start == end && end + red.Primary.Length == input.Length, "The primary takes the rest.");
        CheckWritten(input, red, kept);
    }

    private static void CheckWritten(ReadOnlySpan<byte> input, in RedPayload red, int kept)
    {
        var length = red.Write(Copy, from: 111, to: 63, Oldest);
        Property.Holds(length > 0 && length <= input.Length, "It is never longer than before.");
        Property.Holds(RedPayload.TryParse(Copy.AsSpan(0, length), out var written), "What is written parses.");
        Property.Holds(written.Redundant == kept && written.Primary.PayloadType == 63, "What is too old or another's is left out.");
        Property.Holds(
            Copy.AsSpan(written.Primary.Start, written.Primary.Length).SequenceEqual(input.Slice(red.Primary.Start, red.Primary.Length)), "The primary is the same.");
        foreach (var block in written) Property.Holds(block is { PayloadType: 63, TimestampOffset: > 0 and <= Oldest }, "Blocks have the new type.");
        Property.Holds(red.Write(Copy.AsSpan(0, length - 1), 111, 63, Oldest) == 0, "What doesn't fit isn't written.");
    }
}
