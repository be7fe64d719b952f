using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Questions.Desk;

/// <param name="Id">office:… or speaker:…; accepted as a question's addressee like the name.</param>
/// <param name="Kind">office or speaker.</param>
/// <param name="Place">Of a speaker, where it is known.</param>
public sealed record AddresseeView(string Id, string Kind, string Name, string? Place);

/// <param name="Addressees">Offices in the event's order, then speakers by name.</param>
public sealed record AddresseesView(IReadOnlyList<AddresseeView> Addressees);

/// <summary>Whom a question may be for. Speakers stand there with the name that the stage shows of them. Thread-safe.</summary>
internal sealed class Addressees(InviteStore invites)
{
    private const string Office = "office:";
    private const string Speaker = "speaker:";

    /// <summary>GET …/addressees.</summary>
    public static async Task<IResult> HandleAsync(string @event, HttpContext http, EventStore events, Addressees addressees, CancellationToken ct) =>
        await events.FindAsync(@event, ct) is { } live && (live.PublishedAt is not null || http.Caller().RoleAt(live.Id) is not Role.Viewer)
            ? TypedResults.Ok(new AddresseesView(await addressees.OfAsync(live, ct)))
            : Problems.NoSuchEvent;

    public async Task<IReadOnlyList<AddresseeView>> OfAsync(LiveEvent live, CancellationToken ct)
    {
        var speakers = (await invites.ListAsync(live.Id, ct)).Where(invite => invite.Role is Role.Speaker);
        return
        [
            .. live.Offices.Select(office => new AddresseeView(Office + office.Name, "office", office.Name, null)),
            .. speakers.Select(invite => new AddresseeView(Speaker + invite.Id.Value, "speaker", invite.Name, invite.Place)).OrderBy(view => view.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Who is meant by an id or a name. A name that two bear, and any other text, is kept as it was written.</summary>
    /// <param name="written">Cleaned; null: anyone.</param>
    public async Task<(string? Id, string? Name)> ResolveAsync(LiveEvent live, string? written, CancellationToken ct)
    {
        if (written is null) return (null, null);

        var known = await OfAsync(live, ct);
        if (known.FirstOrDefault(one => one.Id == written) is { } byId) return (byId.Id, byId.Name);

        var named = known.Where(one => string.Equals(one.Name, written, StringComparison.OrdinalIgnoreCase)).ToList();
        return named is [var only] ? (only.Id, only.Name) : (null, written);
    }
}
