using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.Invitations;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Pages.Hosts;

/// <summary>The host's forms about one event's people: invite, take back, send the mail again.</summary>
internal static class HostInvites
{
    /// <summary>What a redirect may say by its query, and in which words.</summary>
    private static readonly Dictionary<string, string> Notices = new(StringComparer.Ordinal)
    {
        ["revoked"] = "people.revoked",
        ["sent"] = "people.sent",
        ["not-sent"] = "people.not-sent",
    };

    public static async Task<IResult> ListAsync(string @event, HttpContext http, PageDesk desk, EventStore events, InviteStore invites, InvitationStates mails, CancellationToken ct)
    {
        if (await HostPages.RefusedAsync(http, desk) is { } refused) return refused;
        if (await events.FindAsync(@event, ct) is not { } e) return await desk.NothingHereAsync(http);
        var notice = Notices.FirstOrDefault(notice => http.Request.Query.ContainsKey(notice.Key)).Value;
        return await DrawAsync(StatusCodes.Status200OK, e, Blank(desk.Context(http)), http, desk, invites, mails, ct, ("Notice", notice));
    }

    public static async Task<IResult> InviteAsync(
        string @event, HttpContext http, PageDesk desk, EventStore events, InviteStore invites, InvitationStates mails, InviteTokens tokens, IClock clock, Links links, AntiforgeryTokens antiforgery, CancellationToken ct)
    {
        if (await HostPages.RefusedAsync(http, desk) is { } refused) return refused;
        if (!await antiforgery.IsValidAsync(http)) return await desk.SayAsync(http, StatusCodes.Status400BadRequest, "error.title", "host.csrf");
        if (await events.FindAsync(@event, ct) is not { } e) return await desk.NothingHereAsync(http);

        var page = desk.Context(http);
        var form = InviteForm.Of(await http.Request.ReadFormAsync(ct));
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var (name, place, title) = (EventDraft.Text("name", form.Name, 1, 100, errors), EventDraft.Text("place", form.Place, 0, 100, errors), EventDraft.Text("title", form.Title, 0, 100, errors));
        var email = form.Email.Length == 0 ? null : InviteAddress.TryRead(form.Email);
        if (!Enum.TryParse<Role>(form.Role, ignoreCase: true, out var role) || role is Role.Viewer || !Enum.IsDefined(role) || errors.Count > 0 || (form.Email.Length > 0 && email is null)
            || Zones.Recognise(form.Zone, page.Language) is not { } there || Language.Find(form.Language) is not { } language || await invites.CountAsync(e.Id, ct) >= InviteStore.MaxAtOneEvent)
            return await DrawAsync(StatusCodes.Status422UnprocessableEntity, e, form, http, desk, invites, mails, ct, ("Wrong", true));

        var invite = new Invite
        {
            Id = new(Ulid.New(clock)),
            Event = e.Id,
            Role = role,
            Name = name,
            Zone = there.Zone,
            Language = language.Code,
            Place = place.Length > 0 ? place : there.Name,
            Title = title.Length > 0 ? title : null,
            Email = email,
            Safeguarding = form.Safeguarding && role is Role.Moderator,
            CreatedAt = clock.GetCurrentInstant(),
        };
        await invites.AddAsync(invite, ct);
        var fresh = new FreshInvite(invite.Id.Value, invite.Name, links.To($"/join/{tokens.For(invite.Id)}"));
        return await DrawAsync(StatusCodes.Status201Created, e, Blank(page), http, desk, invites, mails, ct, ("Fresh", fresh));
    }

    public static async Task<IResult> SendAsync(string @event, string id, HttpContext http, PageDesk desk, EventStore events, InviteStore invites, InvitationAgain again, AntiforgeryTokens antiforgery, CancellationToken ct)
    {
        if (await HostPages.RefusedAsync(http, desk) is { } refused) return refused;
        if (!await antiforgery.IsValidAsync(http)) return await desk.SayAsync(http, StatusCodes.Status400BadRequest, "error.title", "host.csrf");
        if (await events.FindAsync(@event, ct) is not { } e || await invites.FindAsync(new(id), ct) is not { RevokedAt: null } invite || invite.Event != e.Id) return await desk.NothingHereAsync(http);
        return Results.Redirect($"/host/events/{e.Slug}/invites?{(await again.SendAsync(e, invite, ct) is Resent.Waiting ? "sent" : "not-sent")}=1");
    }

    public static async Task<IResult> RevokeAsync(string @event, string id, HttpContext http, PageDesk desk, EventStore events, InviteStore invites, AntiforgeryTokens antiforgery, CancellationToken ct)
    {
        if (await HostPages.RefusedAsync(http, desk) is { } refused) return refused;
        if (!await antiforgery.IsValidAsync(http)) return await desk.SayAsync(http, StatusCodes.Status400BadRequest, "error.title", "host.csrf");
        if (await events.FindAsync(@event, ct) is not { } e) return await desk.NothingHereAsync(http);

        await invites.RevokeAsync(e.Id, new(id), ct);
        return Results.Redirect($"/host/events/{e.Slug}/invites?revoked=1");
    }

    private static InviteForm Blank(PageContext page) => new("speaker", "", "", "", "", page.Language.Code, "");

    private static async Task<IResult> DrawAsync(
        int status, LiveEvent e, InviteForm form, HttpContext http, PageDesk desk, InviteStore invites, InvitationStates mails, CancellationToken ct, params (string Name, object? Value)[] more)
    {
        var list = await invites.ListAsync(e.Id, ct);
        var mail = await mails.OfAsync(e, ct);
        return await desk.DrawAsync<InvitesPage>(
            status,
            [
                ("Page", desk.HostContext(http) with { Path = $"/host/events/{e.Slug}/invites" }), ("E", e), ("Invites", list), ("Form", form),
                ("Mail", list.ToDictionary(invite => invite.Id, invite => mail(invite).State)), ("MailOn", mails.Server == "on"), .. more,
            ]);
    }
}
