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

        Everything else is configuration: see appsettings.json. Environment variables override it.
        """;

    /// <summary>Turns the switches into ASP.NET Core's own <c>--Key value</c> form; other words pass unchanged.</summary>
    public static string[] ToConfiguration(IEnumerable<string> args) =>
    [
        .. args.SelectMany(arg => arg.Split('=', 2) switch
        {
            ["--demo"] => ["--Demo=true"],
            ["--sign-in-link"] => ["--SignInLink=true"],
            ["--port", .. var value] => ["--Port", .. value],
            ["--media-port", .. var value] => ["--Media:MediaPort", .. value],
            ["--data", .. var value] => ["--DataFolder", .. value],
            _ => (string[])[arg],
        }),
    ];
}
