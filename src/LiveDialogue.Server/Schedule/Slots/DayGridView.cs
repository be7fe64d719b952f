using LiveDialogue.Server.Events;
using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>Answer of <c>/api/v1/schedule/day</c>: one day of the event's zone against every office, to be drawn as a table.</summary>
/// <param name="Starts">The columns: from midnight to midnight, 23 to 25 hours of them where clocks change.</param>
/// <param name="Inside">By column: how many offices are inside their day.</param>
public sealed record DayGridView(string Zone, IReadOnlyList<DayGridColumn> Starts, IReadOnlyList<int> Inside, IReadOnlyList<DayGridRow> Offices)
{
    /// <param name="minute">Past the column's hour, or whatever the step is: where the columns stand.</param>
    internal static DayGridView Of(SlotQuestion question, int minute, DateTimeZone own, IDateTimeZoneProvider zones, Wording texts)
    {
        var (begin, end) = (own.AtStartOfDay(question.From).ToInstant(), own.AtStartOfDay(question.From.PlusDays(1)).ToInstant());
        var first = begin + Duration.FromMinutes(minute % question.StepMinutes);
        // Two days before and after in UTC hold the zone's day, wherever it is. Its midnight need not stand on the grid of UTC.
        var wide = question with { From = question.From.PlusDays(-2), Days = 5 };
        if ((first - wide.Start).TotalMinutes % question.StepMinutes != 0) wide = wide with { StepMinutes = 1 };
        var grid = SlotGrid.Of(wide, zones);
        var columns = new List<int>();
        for (var start = first; start < end; start += Duration.FromMinutes(question.StepMinutes)) columns.Add((int)Math.Ceiling((start - wide.Start).TotalMinutes / wide.StepMinutes));
        return new(
            own.Id,
            [.. columns.Select(slot => DayGridColumn.Of(wide.StartOf(slot).InZone(own)))],
            [.. columns.Select(grid.Inside)],
            [.. wide.Offices.Select((office, index) => DayGridRow.Of(office, columns.Select(slot => (wide.StartOf(slot), grid.At(index, slot))), own, zones, texts))]);
    }
}

/// <param name="Local">In the event's zone.</param>
public sealed record DayGridColumn(string Instant, string Local, string Offset)
{
    internal static DayGridColumn Of(ZonedDateTime at) => new(TimeText.Instant(at.ToInstant()), TimeText.Local(at.LocalDateTime), TimeText.Offset(at.Offset));
}

/// <param name="Cells">One for each column.</param>
public sealed record DayGridRow(string Name, string Zone, IReadOnlyList<DayGridCell> Cells)
{
    internal static DayGridRow Of(PlanningOffice office, IEnumerable<(Instant Start, Convenience Convenience)> cells, DateTimeZone own, IDateTimeZoneProvider zones, Wording texts)
    {
        var zone = zones[office.Zone];
        return new(office.Name, office.Zone, [.. cells.Select(cell => DayGridCell.Of(cell.Start.InZone(zone), cell.Convenience, cell.Start.InZone(own), texts))]);
    }
}

/// <param name="Local">The office's wall clock at the column's start.</param>
/// <param name="Day">Days between its date and the event's own.</param>
/// <param name="Word">What it means for the office, in the reader's language.</param>
public sealed record DayGridCell(string Local, string Offset, int Day, Convenience Convenience, string Word)
{
    internal static DayGridCell Of(ZonedDateTime there, Convenience convenience, ZonedDateTime own, Wording texts) => new(
        TimeText.Local(there.LocalDateTime), TimeText.Offset(there.Offset), LocalTimes.DayShift(there, own), convenience, texts[$"schedule.convenience.{Ops.Json.Word(convenience)}"]);
}
