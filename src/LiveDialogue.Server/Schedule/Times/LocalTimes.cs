using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Times;

/// <summary>A moment at a place, always with its offset, and the day shift against the event's own date. Pure.</summary>
public static class LocalTimes
{
    /// <summary>Days between a place's date and the event's: -2 to 2.</summary>
    public static int DayShift(ZonedDateTime there, ZonedDateTime own) => Period.DaysBetween(own.Date, there.Date);

    /// <summary>"Wednesday 17 March, 01:00, Suva (UTC+12:00), next day".</summary>
    /// <param name="place">As the reader knows it.</param>
    public static string Say(Wording texts, ZonedDateTime there, string place, int dayShift) =>
        Shifted(texts, texts["schedule.at", ("date", texts.ShortDate(there.Date)), ("time", DateWords.Hour(there.TimeOfDay)), ("place", place), ("offset", DateWords.Offset(there.Offset))], dayShift);

    /// <summary>"Wednesday 17 March, 01:00 (UTC+12:00), next day": for lists that name the place beside it.</summary>
    public static string There(Wording texts, ZonedDateTime there, int dayShift) =>
        Shifted(texts, texts["schedule.there", ("date", texts.ShortDate(there.Date)), ("time", DateWords.Hour(there.TimeOfDay)), ("offset", DateWords.Offset(there.Offset))], dayShift);

    /// <summary>A time already in words, with the day shift behind it.</summary>
    public static string Shifted(Wording texts, string at, int dayShift) => dayShift switch
    {
        0 => at,
        1 => texts["schedule.at.next", ("at", at)],
        -1 => texts["schedule.at.previous", ("at", at)],
        > 0 => texts["schedule.at.later", ("at", at), ("days", texts["count.days", ("count", dayShift)])],
        _ => texts["schedule.at.earlier", ("at", at), ("days", texts["count.days", ("count", -dayShift)])],
    };

    /// <summary>"Wednesday 17 March".</summary>
    public static string ShortDate(this Wording texts, LocalDate date) =>
        texts["date.short", ("weekday", texts[$"day.{(int)date.DayOfWeek}"]), ("day", date.Day), ("month", texts[$"month.{date.Month}"])];

    /// <summary>"Geneva, Goma and Suva".</summary>
    public static string List(this Wording texts, IReadOnlyList<string> names) => names.Count switch
    {
        0 => "",
        1 => names[0],
        _ => texts["list.and", ("names", names.Take(names.Count - 1).Aggregate((all, name) => texts["list.comma", ("names", all), ("name", name)])), ("name", names[^1])],
    };
}
