namespace LiveDialogue.Mixer.Workers;

/// <summary>The words before a worker's own, that lower what it may do.</summary>
/// <param name="Prlimit">Path of prlimit; null: limits can't be set here.</param>
/// <param name="Setpriv">Path of setpriv; null: privileges can't be lowered here.</param>
/// <param name="AsNobody">We are root and may become somebody else.</param>
internal sealed record WorkerWrapping(string? Prlimit, string? Setpriv, bool AsNobody)
{
    internal static readonly string[] NoNewPrivileges = ["--no-new-privs"];

    internal const uint NobodyId = 65534;

    internal static readonly string[] Nobody =
        ["--no-new-privs", $"--reuid={NobodyId}", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"];

    /// <summary>Where programs are looked for, by us and by workers.</summary>
    internal static string SearchPath { get; } =
        Environment.GetEnvironmentVariable("PATH") is { Length: > 0 } path ? path : "/usr/local/bin:/usr/bin:/bin";

    /// <returns>All words to run, the program to execute first; one each.</returns>
    public IReadOnlyList<string> Wrap(string program, IReadOnlyList<string> arguments, WorkerLimits limits)
    {
        List<string> words = [];
        if (Prlimit is not null)
        {
            words.AddRange([Prlimit, $"--nofile={limits.OpenFiles}", "--core=0"]);
            if (limits.AddressSpaceBytes > 0) words.Add($"--as={limits.AddressSpaceBytes}");
            words.Add("--");
        }
        if (Setpriv is not null)
        {
            words.Add(Setpriv);
            words.AddRange(limits.Unprivileged && AsNobody ? Nobody : NoNewPrivileges);
            words.Add("--");
        }
        return [.. words, program, .. arguments];
    }

    /// <returns>The file a shell would run for this name; null where there is none. A path is taken as it is.</returns>
    internal static string? Find(string program)
    {
        if (program.Contains('/', StringComparison.Ordinal)) return File.Exists(program) ? Path.GetFullPath(program) : null;
        return SearchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }
}
