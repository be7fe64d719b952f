using LiveDialogue.Server.Events;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Times;

/// <summary>What an edit does to one office's clock.</summary>
/// <param name="Before">"Tuesday 16 March, 14:00 (UTC+01:00)"; null for an office that comes new.</param>
/// <param name="After">The same after it; null for one that goes.</param>
/// <param name="Moves">Its local time becomes another.</param>
/// <param name="Night">Afterwards it begins between 23:00 and 06:00 there.</param>
public sealed record OfficeMove(string Name, string Zone, string? Before, string? After, bool Moves, bool Night)
{
    /// <summary>The offices of either, then the place whose clock counts; each once. Pure.</summary>
    public static IReadOnlyList<OfficeMove> Between(LiveEvent before, LiveEvent after, IDateTimeZoneProvider zones, Wording texts)
    {
        var anchors = new[] { before, after }.Select(e => new Office(Pages.Clocks.Zones.City(e.Start.Meant.ZoneId, texts.Language), e.Start.Meant.ZoneId)).Distinct().ToList();
        var own = before.Offices.Concat(after.Offices).Distinct().ToList();
        return
        [
            .. own.Select(office => Of(office, before.Offices.Contains(office), after.Offices.Contains(office))),
            .. anchors.Where(anchor => !own.Exists(office => office.Zone == anchor.Zone)).Select(anchor => Of(anchor, was: true, remains: true)),
        ];

        OfficeMove Of(Office office, bool was, bool remains)
        {
            var zone = zones[office.Zone];
            var (old, now) = (before.Start.At.InZone(zone), after.Start.At.InZone(zone));
            return new(
                office.Name, office.Zone, was ? Say(old, before) : null, remains ? Say(now, after) : null,
                Moves: was && remains && old.LocalDateTime != now.LocalDateTime, Night: now.Hour is >= 23 or < 6);
        }

        string Say(ZonedDateTime there, LiveEvent e) => LocalTimes.There(texts, there, LocalTimes.DayShift(there, e.Start.At.InZone(zones[e.Start.Meant.ZoneId])));
    }
}
