using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Schedule.Invitations;
using LiveDialogue.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace LiveDialogue.Server.People;

/// <summary>Body of POST <c>/api/v1/events/{event}/invites</c>.</summary>
/// <param name="Zone">TZDB zone of where the person is.</param>
/// <param name="Language">BCP 47; the event's main one if left out.</param>
/// <param name="Place">The town or office, in words.</param>
/// <param name="Title">What the person is: "UNICEF Representative".</param>
/// <param name="Safeguarding">Of a moderator: may also read and decide on questions of people who may be in danger.</param>
public sealed record InviteRequest(Role? Role, string? Name, string? Zone, string? Language, string? Place, string? Title, string? Email, bool? Safeguarding = null);

/// <param name="Url">The link that carries the token.</param>
/// <param name="Mail">What became of the mailed invitation: <c>off</c>, <c>no-address</c>, <c>draft</c>, <c>waiting</c>, <c>sent</c>, <c>refused</c>, <c>late</c> or <c>unsent</c>.</param>
/// <param name="MailedAt">When the mail server took it.</param>
public sealed record InviteView(string Id, Role Role, string Name, string Zone, string Language, string? Place, string? Title, string? Email, string Url, string Token, string Mail, string? MailedAt, bool Safeguarding = false);

/// <param name="Mail">Whether this server sends mail: <c>on</c> or <c>off</c>.</param>
public sealed record InviteList(IReadOnlyList<InviteView> Invites, string Mail);

/// <summary><c>/api/v1/events/{event}/invites</c>, for hosts.</summary>
internal static class InviteEndpoints
{
    private const int MaxName = 100;

    public static void MapInvites(this IEndpointRouteBuilder routes)
    {
        var invites = routes.MapGroup("/api/v1/events/{event}/invites").WithTags("Invites").RequireAuthorization(Policies.Host);
        invites.MapGet("/", ListAsync);
        invites.MapPost("/", InviteAsync);
        invites.MapDelete("/{id}", RevokeAsync);
    }

    private static async Task<Results<Ok<InviteList>, ProblemHttpResult>> ListAsync(
        string @event, EventStore events, InviteStore store, InvitationStates mails, InviteTokens tokens, Links links, HttpContext http, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } found) return Problems.NoSuchEvent;

        http.Response.Headers.CacheControl = "no-store";
        var mail = await mails.OfAsync(found, ct);
        return TypedResults.Ok(new InviteList([.. (await store.ListAsync(found.Id, ct)).Select(invite => View(invite, mail(invite), tokens, links))], mails.Server));
    }

    private static async Task<Results<Created<InviteView>, ProblemHttpResult>> InviteAsync(
        string @event, InviteRequest request, EventStore events, InviteStore store, InvitationStates mails, InviteTokens tokens, Links links, IDateTimeZoneProvider zones, IClock clock, HttpContext http, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } found) return Problems.NoSuchEvent;
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var name = EventDraft.Text("name", request.Name ?? "", 1, MaxName, errors);
        var place = string.IsNullOrWhiteSpace(request.Place) ? null : EventDraft.Text("place", request.Place, 1, MaxName, errors);
        var title = string.IsNullOrWhiteSpace(request.Title) ? null : EventDraft.Text("title", request.Title, 1, MaxName, errors);
        if (request.Role is not { } role || role is Role.Viewer) errors["role"] = ["speaker, moderator, interpreter or host."];
        if (request.Language is not null && !EventDraft.IsLanguageTag(request.Language)) errors["language"] = ["A BCP 47 tag, such as fr or pt-BR."];
        if (request is { Safeguarding: true, Role: not Role.Moderator }) errors["safeguarding"] = ["For moderators; hosts have it already."];
        var email = string.IsNullOrWhiteSpace(request.Email) ? null : InviteAddress.TryRead(request.Email);
        if (email is null && !string.IsNullOrWhiteSpace(request.Email)) errors["email"] = ["A bare e-mail address: amina@example.org."];
        if (string.IsNullOrEmpty(request.Zone)) errors["zone"] = ["A TZDB zone such as Africa/Nairobi."];
        if (errors.Count > 0) return Problems.Invalid(errors);
        if (!EventStart.IsKnownZone(request.Zone!, zones)) return Problems.UnknownZone("zone", request.Zone!);   // not empty: checked above
        if (await store.CountAsync(found.Id, ct) >= InviteStore.MaxAtOneEvent) return Problems.Of(StatusCodes.Status409Conflict, "Too many invites", $"An event has at most {InviteStore.MaxAtOneEvent}.");

        var invite = new Invite
        {
            Id = new(Ulid.New(clock)),
            Event = found.Id,
            Role = request.Role!.Value,   // checked above
            Name = name,
            Zone = request.Zone!,
            Language = request.Language ?? found.Languages[0],
            Place = place,
            Title = title,
            Email = email,
            Safeguarding = request.Safeguarding is true,
            CreatedAt = clock.GetCurrentInstant(),
        };
        await store.AddAsync(invite, ct);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/v1/events/{found.Id}/invites/{invite.Id}", View(invite, (await mails.OfAsync(found, ct))(invite), tokens, links));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(string @event, string id, EventStore events, InviteStore store, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } found) return Problems.NoSuchEvent;
        return await store.RevokeAsync(found.Id, new(id), ct)
            ? TypedResults.NoContent()
            : Problems.Of(StatusCodes.Status404NotFound, "No such invite", "The event has no invite of this id, or it is revoked already.");
    }

    private static InviteView View(Invite invite, (string State, Instant? SentAt) mail, InviteTokens tokens, Links links)
    {
        var token = tokens.For(invite.Id);
        return new(invite.Id.Value, invite.Role, invite.Name, invite.Zone, invite.Language, invite.Place, invite.Title, invite.Email, links.To($"/join/{token}"), token, mail.State, mail.SentAt is { } at ? TimeText.Instant(at) : null, invite.Safeguarding);
    }
}
