using LiveDialogue.Server.Events;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Pages.Audience;

/// <summary>When an event is, said for one reader. Pure.</summary>
public static class EventTimes
{
    /// <summary>The start in words with its place: the reader's first, with the day shift against the event's; then the event's own. One line where the two are the same.</summary>
    public static IReadOnlyList<string> Lines(LiveEvent e, ReaderPlace? reader, Wording texts) => Lines(e, e.Start.At, reader, texts);

    /// <summary>The same of another moment of the event: when it was to begin before it was moved.</summary>
    public static IReadOnlyList<string> Lines(LiveEvent e, Instant moment, ReaderPlace? reader, Wording texts)
    {
        var anchor = e.Start.Meant.ZoneId;
        var own = moment.InZone(Zones.Get(anchor));
        var theirs = Line(own, e.PlaceOf(anchor, texts.Language), texts);
        if (reader is null || reader.Zone == anchor) return [theirs];

        var here = moment.InZone(Zones.Get(reader.Zone));
        var yours = Line(here, reader.Name ?? e.PlaceOf(reader.Zone, texts.Language), texts);
        return [LocalTimes.Shifted(texts, yours, LocalTimes.DayShift(here, own)), theirs];
    }

    /// <summary>The start as the event's own clock shows it.</summary>
    public static string Own(LiveEvent e, Wording texts) => Lines(e, reader: null, texts)[0];

    /// <summary>"Tuesday 16 March 2027, 14:00 — Kinshasa (UTC+01:00)".</summary>
    public static string Line(ZonedDateTime there, string place, Wording texts) =>
        texts["event.when.place", ("date", texts.DateAndTime(there.LocalDateTime)), ("place", place), ("offset", DateWords.Offset(there.Offset))];

    /// <summary>The reader's clock, the event's and its offices', each zone once.</summary>
    public static IReadOnlyList<PlaceClock> Clocks(LiveEvent e, ReaderPlace? reader, Language language, Instant now)
    {
        var clocks = new List<PlaceClock>();
        if (reader is not null) clocks.Add(PlaceClock.Of(reader.Name ?? e.PlaceOf(reader.Zone, language), Zones.Get(reader.Zone), now, yours: true));

        foreach (var (name, zone) in e.Offices)
        {
            // Two offices may share a zone; the reader's own place stands for its office already.
            if (clocks.Exists(c => c.Zone == zone && (c.Place == name || (c.Yours is true && (reader?.Name is null || Zones.Recognise(name, language)?.Name == reader.Name))))) continue;
            clocks.Add(PlaceClock.Of(name, Zones.Get(zone), now));
        }

        var anchor = e.Start.Meant.ZoneId;
        if (!clocks.Exists(c => c.Zone == anchor)) clocks.Add(PlaceClock.Of(Zones.City(anchor, language), Zones.Get(anchor), now));
        return clocks;
    }
}
