using NodaTime;

namespace LiveDialogue.Server.Schedule.Series;

/// <summary>On which dates a series meets, by the calendar of the place it is anchored in.</summary>
public abstract record Recurrence
{
    private Recurrence() { }

    /// <param name="Every">1 to 52 weeks; weeks begin on Monday.</param>
    /// <param name="Days">At least one.</param>
    public sealed record Weekly(int Every, IReadOnlyList<IsoDayOfWeek> Days) : Recurrence;

    /// <summary>The second Tuesday, the last Friday.</summary>
    /// <param name="Every">1 to 12 months.</param>
    /// <param name="Nth">1 to 4, or -1 for the last.</param>
    public sealed record Monthly(int Every, int Nth, IsoDayOfWeek Day) : Recurrence;

    /// <summary>The dates from a day on, without end: take as many as you need.</summary>
    public IEnumerable<LocalDate> DatesFrom(LocalDate first) => this switch
    {
        Weekly weekly => Weeks(weekly, first),
        Monthly monthly => Months(monthly, first),
        _ => throw new InvalidOperationException("A recurrence of no kind."),
    };

    private static IEnumerable<LocalDate> Weeks(Weekly rule, LocalDate first)
    {
        var days = rule.Days.Distinct().Order().ToList();
        for (var monday = first.PlusDays(1 - (int)first.DayOfWeek); ; monday = monday.PlusWeeks(rule.Every))
            foreach (var day in days)
                if (monday.PlusDays((int)day - 1) is var date && date >= first) yield return date;
    }

    private static IEnumerable<LocalDate> Months(Monthly rule, LocalDate first)
    {
        for (var month = first.ToYearMonth().OnDayOfMonth(1); ; month = month.PlusMonths(rule.Every))
        {
            var date = rule.Nth > 0
                ? month.PlusDays(-1).Next(rule.Day).PlusWeeks(rule.Nth - 1)
                : month.PlusMonths(1).Previous(rule.Day);
            if (date >= first) yield return date;
        }
    }
}
