using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace LiveDialogue.Server.Tests.Questions.Clusters;

/// <summary>Two questions, and whether a moderator would ask one of them in both's stead (pairs.tsv).</summary>
internal sealed record LabelledPair(bool Same, string FromLanguage, string From, string ToLanguage, string To)
{
    public bool IsWithin => FromLanguage == ToLanguage;

    /// <summary>Half of the pairs, by a hash that nobody chose: what is tuned is tuned on the others.</summary>
    public bool IsHeldOut => (SHA256.HashData(Encoding.UTF8.GetBytes($"{From}\n{To}"))[0] & 1) == 0;

    public static IReadOnlyList<LabelledPair> ReadAll([CallerFilePath] string here = "") =>
    [
        .. from line in File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, "pairs.tsv"))     // a source file lies in a folder
        where line.Length > 0 && line[0] != '#'
        let cells = line.Split('\t')
        select new LabelledPair(cells[0] == "same", cells[1], cells[2], cells[3], cells[4]),
    ];
}
