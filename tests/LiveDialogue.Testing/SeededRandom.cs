namespace LiveDialogue.Testing;

/// <summary>SplitMix64: the same numbers for the same seed on every runtime, which <see cref="Random"/> doesn't promise. Allocates nothing per number.</summary>
public sealed class SeededRandom(int seed)
{
    private ulong _state = unchecked(((ulong)seed * 0x9E37_79B9_7F4A_7C15) + 0xD1B5_4A32_D192_ED03);

    public int Seed { get; } = seed;

    public ulong NextBits()
    {
        unchecked
        {
            var z = _state += 0x9E37_79B9_7F4A_7C15;
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>0 inclusive .. 1 exclusive.</summary>
    public double NextFraction() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>0 inclusive .. <paramref name="limit"/> exclusive.</summary>
    public int Next(int limit) => (int)(NextFraction() * limit);

    public bool Chance(double probability) => NextFraction() < probability;

    public void Fill(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)NextBits();
    }
}
