using System.Globalization;

namespace LiveDialogue.Fuzz;

/// <summary>What the command line asks for.</summary>
/// <param name="Seconds">Of wall time, shared equally by the targets.</param>
/// <param name="Corpus">A folder of inputs; null for the built-in seeds alone.</param>
/// <param name="Target">One target's name; null for all.</param>
/// <param name="Crashes">Where failing inputs are kept.</param>
internal sealed record FuzzOptions(int Seconds, string? Corpus, string? Target, int Seed, string Crashes)
{
    public const string Usage = "usage: [--seconds N] [--corpus DIR] [--target NAME] [--seed N] [--crashes DIR]";

    public static FuzzOptions? Parse(string[] args)
    {
        var options = new FuzzOptions(30, null, null, Random.Shared.Next(), Path.Combine("artifacts", "fuzz"));
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length) return null;
            var value = args[i + 1];
            var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : (int?)null;
            switch (args[i])
            {
                case "--seconds" when number is > 0: options = options with { Seconds = number.Value }; break;
                case "--seed" when number is not null: options = options with { Seed = number.Value }; break;
                case "--corpus": options = options with { Corpus = value }; break;
                case "--target": options = options with { Target = value }; break;
                case "--crashes": options = options with { Crashes = value }; break;
                default: return null;
            }
        }
        return options;
    }
}
