using NodaTime;

namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>What a series asks of one office.</summary>
/// <param name="Nights">Meetings that touch its night.</param>
/// <param name="Outside">Meetings outside its day but not at night.</param>
/// <param name="Inside">The rest.</param>
public sealed record Burden(PlanningOffice Office, int Nights, int Outside, int Inside)
{
    /// <summary>A series has no more occurrences.</summary>
    public const int MaxStarts = 200;

    /// <summary>Those of earlier series counted in.</summary>
    public int AllNights => Office.Nights + Nights;

    /// <param name="question">Its offices and length; its days don't matter.</param>
    /// <returns>In the question's order. Pure.</returns>
    internal static IReadOnlyList<Burden> Of(SlotQuestion question, IReadOnlyList<Instant> starts, IDateTimeZoneProvider zones)
    {
        var (nights, outside) = (new int[question.Offices.Count], new int[question.Offices.Count]);
        foreach (var start in starts)
        {
            // A day in steps of a minute: starts need not stand on the search's grid.
            var date = start.InUtc().Date;
            var grid = SlotGrid.Of(question with { From = date, Days = 1, StepMinutes = 1 }, zones);
            var minute = (int)(start - grid.Question.Start).TotalMinutes;
            for (var office = 0; office < nights.Length; office++)
            {
                var here = grid.At(office, minute);
                if (here is Convenience.Night) nights[office]++;
                else if (here is not Convenience.Day) outside[office]++;
            }
        }
        return [.. question.Offices.Select((office, i) => new Burden(office, nights[i], outside[i], starts.Count - nights[i] - outside[i]))];
    }
}
