namespace LiveDialogue.Wire.Tests;

/// <summary>A file of hex digits under Vectors/: lines that begin with '#' say where it comes from; white space is ignored.</summary>
internal static class HexVector
{
    public static byte[] Read(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Vectors", name + ".hex"));
        return Of(string.Concat(lines.Where(line => !line.StartsWith('#'))));
    }

    public static byte[] Of(string hex) => Convert.FromHexString(string.Concat(hex.Where(c => !char.IsWhiteSpace(c))));
}
