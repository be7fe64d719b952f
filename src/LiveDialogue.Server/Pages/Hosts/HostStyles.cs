namespace LiveDialogue.Server.Pages.Hosts;

/// <summary>Style sheets of the host's planning pages.</summary>
internal static class HostStyles
{
    public static readonly IReadOnlyList<string> All = ["src/ui/base.css", "src/page/host.css"];
}
