using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Pages.Hosts;

/// <summary>Who may open the host's pages: the signed-in host alone, and forms only with the antiforgery token of their page.</summary>
internal static class HostDoor
{
    /// <returns>The page that says no; null to come in.</returns>
    public static async Task<IResult?> RefusedAsync(HttpContext http, PageDesk desk)
    {
        PageDesk.KeepSecret(http);
        return PageDesk.IsHost(http) ? null : await desk.SayAsync(http, StatusCodes.Status401Unauthorized, "host.needed", "host.needed.detail");
    }

    /// <summary>The same for a form.</summary>
    public static async Task<IResult?> FormRefusedAsync(HttpContext http, PageDesk desk, AntiforgeryTokens antiforgery)
    {
        if (await RefusedAsync(http, desk) is { } refused) return refused;
        return await antiforgery.IsValidAsync(http) ? null : await desk.SayAsync(http, StatusCodes.Status400BadRequest, "error.title", "host.csrf");
    }
}
