using NodaTime;

namespace LiveDialogue.Server.Texts;

/// <summary>Dates, hours and spans in words. The words come from the message files, so every server and every screen says the same, whatever locale data the machine has.</summary>
public static class DateWords
{
    /// <summary>"Tuesday 16 March 2027".</summary>
    public static string Date(this Wording texts, LocalDate date) => texts["date.long",
        ("weekday", texts[$"day.{(int)date.DayOfWeek}"]), ("day", date.Day), ("month", texts[$"month.{date.Month}"]), ("year", date.Year)];

    /// <summary>"Tuesday 16 March 2027, 14:00"; the caller adds the place.</summary>
    public static string DateAndTime(this Wording texts, LocalDateTime local) => texts["date.and-time", ("date", texts.Date(local.Date)), ("time", Hour(local.TimeOfDay))];

    /// <summary>"14:00", 24 hours in every language.</summary>
    public static string Hour(LocalTime time) => $"{time.Hour:00}:{time.Minute:00}";

    /// <summary>The same in the reader's digits: "١٤:٠٠".</summary>
    public static string Hour(this Wording texts, LocalTime time) => texts.Digits.Of(Hour(time));

    /// <summary>"+01:00", or "−03:30" with a true minus; never "Z".</summary>
    public static string Offset(Offset offset)
    {
        var minutes = Math.Abs(offset.Seconds) / 60;
        return $"{(offset.Seconds < 0 ? '\u2212' : '+')}{minutes / 60:00}:{minutes % 60:00}";
    }

    /// <summary>"Starts in 3 days and 2 hours": the two largest units, rounded down; from the start on "Starts now", and after five minutes "Starting soon".</summary>
    public static string Countdown(this Wording texts, Duration left)
    {
        if (left <= Duration.Zero) return texts[left > Duration.FromMinutes(-5) ? "countdown.now" : "countdown.late"];
        if (left < Duration.FromMinutes(1)) return texts["countdown.soon"];

        var parts = Parts(left).Where(p => p.Count > 0).Take(2).Select(p => texts[p.Key, ("count", p.Count)]).ToArray();
        return parts.Length == 1 ? texts["countdown.in", ("span", parts[0])] : texts["countdown.in-two", ("span", parts[0]), ("rest", parts[1])];
    }

    private static IEnumerable<(string Key, long Count)> Parts(Duration left)
    {
        yield return ("count.days", left.Days);
        yield return ("count.hours", left.Hours);
        // Minutes beside days would be noise: they change while the reader reads.
        if (left.Days == 0) yield return ("count.minutes", left.Minutes);
    }
}
