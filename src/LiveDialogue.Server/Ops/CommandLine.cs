namespace LiveDialogue.Server.Ops;

/// <summary>The few switches of the program itself; everything else is configuration (<c>--Key=value</c> works for all of it).</summary>
internal static class CommandLine
{
    public const string Help = """
        LiveDialogue: live video dialogues between field offices and an audience.

          --port N         pages and API on http://localhost:N (default 5080)
          --media-port N   UDP of the media; shard n listens on N + n (default 5081)
          --data DIR       database and signing key (default ./data)
          --demo           start with a live event of four synthetic field offices
          --sign-in-link   print a new one-time sign-in link for the host
          --doctor         look at this machine and say what is missing; starts nothing
          --verify-log [EVENT]  check the moderation logs of a data folder, and start nothing
          --help           this text

        Everything else is configuration: see appsettings.json. Environment variables override it,
        and so does --Key VALUE or --Section:Key VALUE here.
        """;

    private static readonly string[] Flags = ["--demo", "--sign-in-link"];
    private static readonly (string Switch, string Key)[] Short = [("--port", "Port"), ("--media-port", "Media:MediaPort"), ("--data", "DataFolder")];

    /// <summary>Turns the switches into ASP.NET Core's own <c>--Key value</c> form; other words pass unchanged.</summary>
    public static string[] ToConfiguration(IEnumerable<string> args) =>
    [
        .. args.SelectMany(arg => arg.Split('=', 2) switch
        {
            ["--demo"] => ["--Demo=true"],
            ["--sign-in-link"] => ["--SignInLink=true"],
            [var word, .. var value] when KeyOf(word) is { } key => [$"--{key}", .. value],
            _ => (string[])[arg],
        }),
    ];

    /// <summary>Sentences about words that ASP.NET Core would read past: what belongs to nothing, has no value, or sets what doesn't exist.</summary>
    public static IEnumerable<string> Strays(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var word = args[i];
            if (Flags.Contains(word, StringComparer.Ordinal) || word.EndsWith('=')) continue;    // "--Media=" is how a host hands on a section; it sets nothing
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                yield return $"\"{word}\" belongs to nothing: settings are --Key VALUE, and --help lists the switches.";
                continue;
            }
            var name = word.Split('=', 2)[0];
            if (Settings.Stray(KeyOf(name) ?? name[2..]) is { } stray) yield return name.Any(char.IsUpper) ? stray : $"{name} is no switch: --help lists them.";
            if (word.Contains('=', StringComparison.Ordinal)) continue;
            if (i + 1 == args.Count || args[i + 1].StartsWith("--", StringComparison.Ordinal)) yield return $"{name} has no value.";
            else i++;
        }
    }

    /// <summary>A setting as people know it: with its switch, where it has one.</summary>
    public static string Said(string key) => Array.Find(Short, pair => pair.Key == key).Switch is { } word ? $"{key} ({word})" : key;

    private static string? KeyOf(string word) => Array.Find(Short, pair => pair.Switch == word).Key;
}
