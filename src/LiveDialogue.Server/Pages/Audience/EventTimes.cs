using LiveDialogue.Server.Events;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Pages.Audience;

/// <summary>When an event is, said for one reader. Pure.</summary>
public static class EventTimes
{
    /// <summary>The start in words with its place: the reader's first, then the event's own; one line where the two are the same.</summary>
    public static IReadOnlyList<string> Lines(LiveEvent e, string? readerZone, Wording texts)
    {
        var own = Line(e.Start.At, e.Start.Meant.ZoneId, texts);
        return readerZone is null || readerZone == e.Start.Meant.ZoneId ? [own] : [Line(e.Start.At, readerZone, texts), own];
    }

    /// <summary>"Tuesday 16 March 2027, 14:00 — Kinshasa (UTC+01:00)".</summary>
    public static string Line(Instant at, string zone, Wording texts)
    {
        var local = at.InZone(Zones.Get(zone));
        return texts["event.when.place", ("date", texts.DateAndTime(local.LocalDateTime)), ("place", Zones.City(zone)), ("offset", DateWords.Offset(local.Offset))];
    }

    /// <summary>The reader's clock, the event's and its offices', each zone once.</summary>
    public static IReadOnlyList<PlaceClock> Clocks(LiveEvent e, string? readerZone, Instant now)
    {
        var clocks = new List<PlaceClock>();
        if (readerZone is not null)
        {
            var office = e.Offices.FirstOrDefault(o => o.Zone == readerZone);
            clocks.Add(PlaceClock.Of(office?.Name ?? Zones.City(readerZone), Zones.Get(readerZone), now, yours: true));
        }

        foreach (var (name, zone) in e.Offices)
        {
            // Two offices may share a zone; the reader's own place stands for its office already.
            if (clocks.Exists(c => c.Zone == zone && (c.Yours is true || c.Place == name))) continue;
            clocks.Add(PlaceClock.Of(name, Zones.Get(zone), now));
        }

        var anchor = e.Start.Meant.ZoneId;
        if (!clocks.Exists(c => c.Zone == anchor)) clocks.Add(PlaceClock.Of(Zones.City(anchor), Zones.Get(anchor), now));
        return clocks;
    }
}
