using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Demo;

/// <summary>The demo's event in the database: made once, found again by its slug, always live, its stage open.</summary>
internal sealed class DemoEvent(EventStore events, InviteStore invites, InviteTokens tokens, IDateTimeZoneProvider zones, IClock clock, Links links)
{
    public const string Slug = "demo";

    public async Task<LiveEvent> EnsureAsync(CancellationToken ct)
    {
        if (await events.FindAsync(Slug, ct) is { State: EventState.Live } running) return running;

        var blank = PlanEvent.Blank(clock, draft: false);
        var zone = DemoOffice.All[0].Zone;
        var start = clock.GetCurrentInstant().InZone(zones[zone]);
        return await events.AddAsync(
            blank with
            {
                Slug = Slug,
                Title = "Ending polio, together",
                Description = "Four field offices, **live**: their hours, their voices, their answers.\n\nThe offices are synthetic; the network between you and them is real.",
                State = EventState.Live,
                Stage = StageKind.Open,
                Start = new(new(start.LocalDateTime.With(TimeAdjusters.TruncateToMinute), zone), null, start.ToInstant(), start.Offset, zones.VersionId),
                Languages = ["en", "fr", "es", "ar"],
                Offices = [.. DemoOffice.All.Select(office => new Office(office.Name, office.Zone))],
            },
            ct);
    }

    /// <summary>An invite for each office and a moderator; those of an earlier start are used again.</summary>
    public async Task<(SimulatedDemo Demo, Uri Console)> InviteAllAsync(LiveEvent live, CancellationToken ct)
    {
        var known = await invites.ListAsync(live.Id, ct);
        var now = clock.GetCurrentInstant();
        var offices = new List<SimulatedOffice>();
        foreach (var office in DemoOffice.All)
        {
            var invite = known.FirstOrDefault(invite => invite.Role is Role.Speaker && invite.Place == office.Name)
                ?? await AddAsync(live, Role.Speaker, office.Speaker, office.Name, office.Zone, office.Language, ct);
            offices.Add(new(
                links.Base, links.To($"/whip/{live.Slug}"), tokens.For(invite.Id),
                office.Name, office.Zone, office.UtcOffsetMinutes(zones, now), office.Language, office.Sentences));
        }
        var moderator = known.FirstOrDefault(invite => invite.Role is Role.Moderator) ?? await AddAsync(live, Role.Moderator, "Moderator", null, "UTC", "en", ct);
        var token = tokens.For(moderator.Id);
        return (new(offices, new(links.To($"/api/v1/events/{live.Slug}/questions"), token)), new(links.To($"/join/{token}")));
    }

    private async Task<Invite> AddAsync(LiveEvent live, Role role, string name, string? place, string zone, string language, CancellationToken ct)
    {
        var invite = new Invite
        {
            Id = new(Ulid.New(clock)),
            Event = live.Id,
            Role = role,
            Name = name,
            Zone = zone,
            Language = language,
            Place = place,
            CreatedAt = clock.GetCurrentInstant(),
        };
        await invites.AddAsync(invite, ct);
        return invite;
    }
}

/// <summary>The simulator's input.</summary>
internal sealed record SimulatedDemo(IReadOnlyList<SimulatedOffice> Offices, SimulatedDialogue Dialogue);

/// <summary>Where its public asks, and who decides on what was asked.</summary>
internal sealed record SimulatedDialogue(string Questions, string Moderator);

internal sealed record SimulatedOffice(string Server, string Whip, string Token, string Name, string Zone, int UtcOffsetMinutes, string Language, IReadOnlyList<string> Sentences);
