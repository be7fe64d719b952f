using LiveDialogue.Server.Events;
using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Rules;

/// <summary>Answer of <c>/api/v1/zone-rules</c>.</summary>
/// <param name="InForce">TZDB version: <c>2026f</c>.</param>
/// <param name="Pending">The version that waits for decisions; left out when none does.</param>
/// <param name="Events">Future events that the pending rules (or else those in force) touch.</param>
public sealed record RulesView(string InForce, string? Pending, IReadOnlyList<MovedEventView> Events);

/// <param name="NeedsDecision">False: its start stays, only some offices' clocks will show another time.</param>
/// <param name="Before">As it is stored.</param>
/// <param name="WallClock">What keeping the wall clock comes to; left out while a choice is open.</param>
/// <param name="Instant">What keeping the moment comes to.</param>
/// <param name="Choices">Where clocks now skip or repeat the time: what to send as <c>resolve</c>.</param>
public sealed record MovedEventView(
    string Id, string Slug, string Title, bool NeedsDecision, StartView Before, StartView? WallClock, StartView Instant, IReadOnlyList<StartChoice>? Choices, IReadOnlyList<MovedOfficeView> Offices)
{
    internal static MovedEventView Of(MovedEvent moved, Wording texts) => new(
        moved.Event.Id.Value,
        moved.Event.Slug,
        moved.Event.Title,
        moved.NeedsDecision,
        StartView.Of(moved.Event.Start),
        moved.KeptWallClock is null ? null : StartView.Of(moved.KeptWallClock),
        StartView.Of(moved.KeptInstant),
        moved.KeptWallClock is null ? StartChoice.Of(moved.Resolution) : null,
        [.. moved.Offices.Select(office => MovedOfficeView.Of(office, texts))]);
}

/// <param name="Before">In words, by the rules people know their times by: "Tuesday 16 March, 09:00, Rabat (UTC+01:00)".</param>
/// <param name="WallClock">If the event keeps its wall clock.</param>
/// <param name="Instant">If it keeps its moment.</param>
public sealed record MovedOfficeView(string Name, string Zone, string Before, string? WallClock, string Instant)
{
    internal static MovedOfficeView Of(MovedOffice office, Wording texts)
    {
        return new(office.Name, office.Zone, Say(office.Before), office.WallClock is { } kept ? Say(kept) : null, Say(office.Instant));

        string Say(OffsetDateTime at) => LocalTimes.Say(texts, at.InFixedZone(), office.Name, dayShift: 0);
    }
}

/// <summary>Body of POST <c>/api/v1/zone-rules/accept</c>.</summary>
/// <param name="Decisions">By event id: <c>wall-clock</c> or <c>instant</c>.</param>
/// <param name="Resolve">By event id, where the wall clock is now skipped or doubled.</param>
public sealed record AcceptRulesRequest(IReadOnlyDictionary<string, string?>? Decisions, IReadOnlyDictionary<string, string?>? Resolve);
