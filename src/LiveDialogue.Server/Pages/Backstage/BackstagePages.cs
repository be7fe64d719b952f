using LiveDialogue.Server.Events;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Pages.Backstage;

/// <summary>Pages behind a link or a sign-in: the stage and the console. Their screens are drawn by script.</summary>
internal static class BackstagePages
{
    /// <summary>Opening an invite changes nothing: mail programs and messengers open links to preview them.</summary>
    public static async Task<IResult> JoinAsync(string token, HttpContext http, PageDesk desk, InviteStore invites, EventStore events, CancellationToken ct)
    {
        PageDesk.KeepSecret(http);
        if (await invites.FindByTokenAsync(token, ct) is not { } invite || await events.FindAsync(invite.Event, ct) is not { } e)
            return await desk.SayAsync(http, StatusCodes.Status404NotFound, "join.invalid", "join.invalid.detail");

        var page = desk.Context(http, invite.Language);
        var role = invite.Role.ToString().ToLowerInvariant();
        var who = new BootInvite(invite.Id.Value, role, invite.Name, invite.Place ?? e.PlaceOf(invite.Zone, page.Language), invite.Zone, invite.Language);
        if (invite.Role is Role.Moderator or Role.Host)
        {
            var boot = Console(page, e, new(invite.Zone, invite.Place)) with { Invite = who, Token = token };
            return await desk.DrawAsync<ConsolePage>(("Page", page), ("E", e), ("Boot", boot));
        }

        MayUseCamera(http);
        var stage = PageDesk.BootOf(page, "stage", e, new(invite.Zone, invite.Place), "join", "stage", "link", "where", "player", "questions", "text", "prompter", "rung", "tile") with { Invite = who, Token = token };
        return await desk.DrawAsync<JoinPage>(("Page", page), ("E", e), ("Boot", stage));
    }

    /// <summary>For the signed-in host.</summary>
    public static async Task<IResult> ConsoleAsync(string @event, HttpContext http, PageDesk desk, EventStore events, CancellationToken ct)
    {
        PageDesk.KeepSecret(http);
        if (!PageDesk.IsHost(http)) return await desk.SayAsync(http, StatusCodes.Status401Unauthorized, "host.needed", "host.needed.detail");
        if (await events.FindAsync(@event, ct) is not { } e) return await desk.NothingHereAsync(http);

        var page = desk.HostContext(http);
        return await desk.DrawAsync<ConsolePage>(("Page", page), ("E", e), ("Boot", Console(page, e, page.Here) with { Csrf = page.Csrf }));
    }

    /// <summary>The live question in big type. Behind a speaker's, a moderator's or an interpreter's link.</summary>
    public static async Task<IResult> PrompterAsync(string token, HttpContext http, PageDesk desk, InviteStore invites, EventStore events, CancellationToken ct)
    {
        PageDesk.KeepSecret(http);
        if (await invites.FindByTokenAsync(token, ct) is not { } invite || await events.FindAsync(invite.Event, ct) is not { } e)
            return await desk.SayAsync(http, StatusCodes.Status404NotFound, "join.invalid", "join.invalid.detail");

        var page = desk.Context(http, invite.Language);
        var who = new BootInvite(invite.Id.Value, invite.Role.ToString().ToLowerInvariant(), invite.Name, invite.Place ?? e.PlaceOf(invite.Zone, page.Language), invite.Zone, invite.Language);
        return await desk.DrawAsync<PrompterPage>(("Page", page), ("E", e), ("Boot", Prompter(page, e) with { Invite = who, Token = token }));
    }

    /// <summary>The same for the signed-in host.</summary>
    public static async Task<IResult> HostPrompterAsync(string @event, HttpContext http, PageDesk desk, EventStore events, CancellationToken ct)
    {
        PageDesk.KeepSecret(http);
        if (!PageDesk.IsHost(http)) return await desk.SayAsync(http, StatusCodes.Status401Unauthorized, "host.needed", "host.needed.detail");
        if (await events.FindAsync(@event, ct) is not { } e) return await desk.NothingHereAsync(http);

        var page = desk.HostContext(http);
        return await desk.DrawAsync<PrompterPage>(("Page", page), ("E", e), ("Boot", Prompter(page, e) with { Csrf = page.Csrf }));
    }

    private static Boot Prompter(PageContext page, LiveEvent e) => PageDesk.BootOf(page, "prompter", e, page.Here, "prompter", "questions");

    private static Boot Console(PageContext page, LiveEvent e, ReaderPlace? reader) =>
        PageDesk.BootOf(page, "console", e, reader, "join", "console", "link", "where", "state", "reason", "player", "program", "questions", "cue", "eyes", "rung", "tile");

    private static void MayUseCamera(HttpContext http) =>
        http.Response.Headers["Permissions-Policy"] = "camera=(self), microphone=(self), screen-wake-lock=(self), autoplay=(self), geolocation=()";
}
