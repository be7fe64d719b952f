namespace LiveDialogue.Fuzz;

/// <summary>Changes inputs a little, the same way for the same seed.</summary>
internal sealed class Mutator(int seed)
{
    public const int MaxLength = 8192;

    private static readonly byte[] Interesting = [0, 1, 2, 3, 4, 0x7F, 0x80, 0xFE, 0xFF, (byte)'\r', (byte)'\n', (byte)' ', (byte)':', (byte)';', (byte)'*', (byte)'0'];

    private readonly Random _random = new(seed);

    /// <returns>A seed, or two spliced, after one to eight changes.</returns>
    public byte[] Next(IReadOnlyList<byte[]> seeds)
    {
        var bytes = new List<byte>(Pick(seeds));
        if (_random.Next(8) == 0) Splice(bytes, Pick(seeds));
        for (var changes = _random.Next(1, 9); changes > 0; changes--) Change(bytes);
        if (bytes.Count > MaxLength) bytes.RemoveRange(MaxLength, bytes.Count - MaxLength);
        return [.. bytes];
    }

    private byte[] Pick(IReadOnlyList<byte[]> seeds) => seeds[_random.Next(seeds.Count)];

    private void Splice(List<byte> bytes, byte[] other)
    {
        var keep = _random.Next(bytes.Count + 1);
        bytes.RemoveRange(keep, bytes.Count - keep);
        bytes.AddRange(other.AsSpan(_random.Next(other.Length + 1)));
    }

    private void Change(List<byte> bytes)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)_random.Next(256));
            return;
        }

        var at = _random.Next(bytes.Count);
        switch (_random.Next(9))
        {
            case 0: bytes[at] ^= (byte)(1 << _random.Next(8)); break;
            case 1: bytes[at] = (byte)_random.Next(256); break;
            case 2: bytes[at] = Interesting[_random.Next(Interesting.Length)]; break;
            case 3: bytes[at] = unchecked((byte)(bytes[at] + _random.Next(-4, 5))); break;
            case 4: bytes.RemoveRange(at, bytes.Count - at); break;
            case 5: bytes.RemoveRange(at, Math.Min(_random.Next(1, 9), bytes.Count - at)); break;
            case 6: bytes.Insert(at, Interesting[_random.Next(Interesting.Length)]); break;
            case 7: Repeat(bytes, at); break;
            default: Move(bytes, at); break;
        }
    }

    private void Repeat(List<byte> bytes, int at)
    {
        var length = Math.Min(_random.Next(1, 65), bytes.Count - at);
        var part = bytes.GetRange(at, length);
        for (var times = _random.Next(1, 5); times > 0 && bytes.Count < MaxLength; times--) bytes.InsertRange(at, part);
    }

    private void Move(List<byte> bytes, int at)
    {
        var length = Math.Min(_random.Next(1, 17), bytes.Count - at);
        var part = bytes.GetRange(at, length);
        bytes.RemoveRange(at, length);
        bytes.InsertRange(_random.Next(bytes.Count + 1), part);
    }
}
