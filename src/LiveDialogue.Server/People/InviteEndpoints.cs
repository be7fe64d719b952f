using System.Net.Mail;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace LiveDialogue.Server.People;

/// <summary>Body of POST <c>/api/v1/events/{event}/invites</c>.</summary>
/// <param name="Zone">TZDB zone of where the person is.</param>
/// <param name="Language">BCP 47; the event's main one if left out.</param>
/// <param name="Place">The town or office, in words.</param>
public sealed record InviteRequest(Role? Role, string? Name, string? Zone, string? Language, string? Place, string? Email);

/// <param name="Url">The link that carries the token.</param>
public sealed record InviteView(string Id, Role Role, string Name, string Zone, string Language, string? Place, string? Email, string Url, string Token);

public sealed record InviteList(IReadOnlyList<InviteView> Invites);

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
        string @event, EventStore events, InviteStore store, InviteTokens tokens, Links links, HttpContext http, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } found) return Problems.NoSuchEvent;

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new InviteList([.. (await store.ListAsync(found.Id, ct)).Select(invite => View(invite, tokens, links))]));
    }

    private static async Task<Results<Created<InviteView>, ProblemHttpResult>> InviteAsync(
        string @event, InviteRequest request, EventStore events, InviteStore store, InviteTokens tokens, Links links, IDateTimeZoneProvider zones, IClock clock, HttpContext http, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } found) return Problems.NoSuchEvent;
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var name = EventDraft.Text("name", request.Name ?? "", 1, MaxName, errors);
        var place = string.IsNullOrWhiteSpace(request.Place) ? null : EventDraft.Text("place", request.Place, 1, MaxName, errors);
        if (request.Role is not { } role || role is Role.Viewer) errors["role"] = ["speaker, moderator, interpreter or host."];
        if (request.Language is not null && !EventDraft.IsLanguageTag(request.Language)) errors["language"] = ["A BCP 47 tag, such as fr or pt-BR."];
        if (request.Email is { } email && (email.Length > 254 || !MailAddress.TryCreate(email, out _))) errors["email"] = ["Not an e-mail address."];
        if (string.IsNullOrEmpty(request.Zone)) errors["zone"] = ["A TZDB zone such as Africa/Nairobi."];
        if (errors.Count > 0) return Problems.Invalid(errors);
        if (!EventStart.IsKnownZone(request.Zone!, zones)) return Problems.UnknownZone("zone", request.Zone!);   // not empty: checked above

        var invite = new Invite
        {
            Id = new(Ulid.New(clock)),
            Event = found.Id,
            Role = request.Role!.Value,   // checked above
            Name = name,
            Zone = request.Zone!,
            Language = request.Language ?? found.Languages[0],
            Place = place,
            Email = request.Email,
            CreatedAt = clock.GetCurrentInstant(),
        };
        await store.AddAsync(invite, ct);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/v1/events/{found.Id}/invites/{invite.Id}", View(invite, tokens, links));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(string @event, string id, EventStore events, InviteStore store, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } found) return Problems.NoSuchEvent;
        return await store.RevokeAsync(found.Id, new(id), ct)
            ? TypedResults.NoContent()
            : Problems.Of(StatusCodes.Status404NotFound, "No such invite", "The event has no invite of this id, or it is revoked already.");
    }

    private static InviteView View(Invite invite, InviteTokens tokens, Links links)
    {
        var token = tokens.For(invite.Id);
        return new(invite.Id.Value, invite.Role, invite.Name, invite.Zone, invite.Language, invite.Place, invite.Email, links.To($"/join/{token}"), token);
    }
}
