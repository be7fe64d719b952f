using System.Runtime.CompilerServices;

namespace LiveDialogue.Conventions;

/// <summary>The checkout the tests were built from, as files.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "dist", ".git", "artifacts", "data", "TestResults", "wwwroot"];

    public static string Root { get; } = FindRoot();

    /// <summary>Paths relative to the root, with forward slashes, of every file of ours that matches.</summary>
    public static IReadOnlyList<string> Files(string folder, params string[] endings) =>
    [
        .. Walk(Path.Combine(Root, folder))
            .Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static IEnumerable<string> Walk(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        return Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder).Where(child => !NotOurs.Contains(Path.GetFileName(child))).SelectMany(Walk));
    }

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        // Deterministic builds may map source paths, so the built assembly's place is asked first.
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(thisFile)! })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "LiveDialogue.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("LiveDialogue.sln was not found above the test assembly.");
    }
}
