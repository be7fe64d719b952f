using LiveDialogue.Wire;

namespace LiveDialogue.Fuzz.Targets;

/// <summary>Frames in a stream: the same whole and cut anywhere.</summary>
internal static class StreamTarget
{
    private const int Longest = 64;

    public static FuzzTarget Create() => new("stream-frames", CorpusFolder: null, AllTargets.Hex("0001 AA 0003 BBCCDD", "0000 0002 0102", "FFFF 00", "0041 00", "00"), Check)
    {
        AllocationBase = 4096,    // the check keeps what it compares
        AllocationPerByte = 256,
    };

    private static void Check(ReadOnlySpan<byte> input)
    {
        var whole = Frames(input, input.Length);
        Property.Holds(Same(whole, Frames(input, 1)), "Byte by byte it is the same frames.");
        Property.Holds(Same(whole, Frames(input, 7)), "In pieces it is the same frames.");
        var size = 0;
        foreach (var frame in whole)
        {
            Property.Holds(frame.Length is > 0 and <= Longest, "A frame has a byte, and no more than allowed.");
            size += StreamFrames.HeaderLength + frame.Length;
        }
        Property.Holds(size <= input.Length, "Nothing is made up.");
    }

    private static List<byte[]> Frames(ReadOnlySpan<byte> input, int piece)
    {
        var frames = new StreamFrames(Longest);
        var found = new List<byte[]>();
        while (!input.IsEmpty)
        {
            var part = input[..Math.Min(piece, input.Length)];
            input = input[part.Length..];
            while (frames.TryRead(ref part, out var frame)) found.Add(frame.ToArray());
        }
        return found;
    }

    private static bool Same(List<byte[]> left, List<byte[]> right) => left.Count == right.Count && left.Zip(right).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
}
