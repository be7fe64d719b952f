using System.Globalization;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.Schedule.Series;
using LiveDialogue.Server.Texts;

namespace LiveDialogue.Server.Pages.Hosts.Series;

/// <summary>The plain form of a change to a series, as typed. What is as it was asks for nothing.</summary>
public sealed record SeriesForm
{
    public required SeriesSnapshot Base { get; init; }

    /// <summary>The occurrence it was opened at.</summary>
    public required int Number { get; init; }

    /// <summary>one, following or all.</summary>
    public string Scope { get; init; } = "following";

    public string Title { get; init; } = "";

    /// <summary>1 for Monday to 7.</summary>
    public string Weekday { get; init; } = "";

    public string Time { get; init; } = "";
    public string Zone { get; init; } = "";
    public string Keep { get; init; } = "wall-clock";
    public string? Gap { get; init; }
    public string? Overlap { get; init; }

    /// <summary>They are to be called off; nothing else of the form counts.</summary>
    public bool Cancel { get; init; }

    private OccurrenceSnapshot Own => Base.Occurrences.First(o => o.Number == Number);

    internal static SeriesForm At(StoredSeries series, int number, bool cancel)
    {
        var snapshot = SeriesSnapshot.Of(series, number);
        var form = new SeriesForm { Base = snapshot, Number = number, Cancel = cancel, Scope = cancel ? "one" : "following" };
        return form.Filled();
    }

    /// <returns>Null for a form that isn't ours.</returns>
    public static SeriesForm? Of(IFormCollection form)
    {
        if (SeriesSnapshot.Read(form["base"].ToString()) is not { } snapshot
            || !int.TryParse(form["number"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !snapshot.Occurrences.Any(o => o.Number == number)) return null;
        return new()
        {
            Base = snapshot,
            Number = number,
            Scope = form["scope"].ToString(),
            Title = form["title"].ToString().Trim(),
            Weekday = form["weekday"].ToString(),
            Time = form["time"].ToString(),
            Zone = Zones.Recognise(form["zone"].ToString().Trim(), Language.English)?.Zone ?? form["zone"].ToString().Trim(),   // what is no place is said back
            Keep = form["keep"] == "instant" ? "instant" : "wall-clock",
            Gap = form["gap"].ToString() is { Length: > 0 } gap ? gap : null,
            Overlap = form["overlap"].ToString() is { Length: > 0 } overlap ? overlap : null,
            Cancel = form["cancel"] == "yes",
        };
    }

    /// <summary>The same wishes on a series that was changed meanwhile: what was left alone follows it, what was typed stays.</summary>
    internal SeriesForm On(StoredSeries now)
    {
        var blank = this with { Base = SeriesSnapshot.Of(now, Number) };
        var (before, fresh) = (Filled(), blank.Filled());
        return blank with
        {
            Title = Title == before.Title ? fresh.Title : Title,
            Weekday = Weekday == before.Weekday ? fresh.Weekday : Weekday,
            Time = Time == before.Time ? fresh.Time : Time,
            Zone = Zone == before.Zone ? fresh.Zone : Zone,
        };
    }

    /// <summary>The same request that the API takes.</summary>
    public SeriesChangeRequest ToRequest()
    {
        if (Cancel) return new() { Scope = Scope, Number = Number, Cancel = true };
        var before = Filled();
        var days = int.TryParse(Weekday, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 7 ? day - (int)Own.Meant.DayOfWeek : 0;
        var zone = Zone == before.Zone ? null : Zone;
        var e = new EventRequest { Title = Title == before.Title ? null : Title, Zone = zone, Keep = zone is null ? null : Keep };
        return new() { Scope = Scope, Number = Number, Event = e, Time = Time == before.Time ? null : Time, Days = days == 0 ? null : days, Gap = Gap, Overlap = Overlap };
    }

    /// <summary>Nothing is different yet.</summary>
    public bool IsEmpty => ToRequest() is { Cancel: false, Time: null, Days: null, Event: { Title: null, Zone: null } };

    private SeriesForm Filled() => this with
    {
        Title = Base.Title,
        Weekday = ((int)Own.Meant.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        Time = Own.TimeOfDay,
        Zone = Own.Zone,
    };
}
