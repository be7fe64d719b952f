using System.Globalization;

namespace LiveDialogue.EndToEnd;

/// <summary>The processes that a server started, and those that these started, as the kernel lists them.</summary>
internal static class Workers
{
    /// <param name="ancestor">The server's process id.</param>
    /// <returns>Process id and command line, words parted by spaces.</returns>
    public static IReadOnlyList<(int Id, string Command)> Of(int ancestor)
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && ParentOf(id) is { } parent) parents[id] = parent;

        var found = new List<(int, string)>();
        foreach (var id in parents.Keys)
        {
            var above = id;
            while (parents.TryGetValue(above, out var parent) && parent != ancestor) above = parent;
            if (parents.ContainsKey(above) && CommandOf(id) is { Length: > 0 } command) found.Add((id, command));
        }
        return found;
    }

    private static int? ParentOf(int id)
    {
        // pid (name, which may hold anything) state ppid
        if (Text($"/proc/{id}/stat") is not { } stat) return null;
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return int.Parse(fields[1], CultureInfo.InvariantCulture);
    }

    private static string? CommandOf(int id) => Text($"/proc/{id}/cmdline")?.Replace('\0', ' ');

    private static string? Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;    // it ended meanwhile
        }
    }
}
