namespace LiveDialogue.Server.Schedule.Offices;

/// <summary>An office as clients send it and read it: body of <c>/api/v1/offices</c>, and inline in the planner's questions.</summary>
public sealed record OfficePlanRequest
{
    /// <summary>In the planner's questions: the id of a stored office, which stands for all the rest.</summary>
    public string? Office { get; init; }

    /// <summary>One line, up to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>TZDB zone.</summary>
    public string? Zone { get; init; }

    /// <summary>BCP 47 tags.</summary>
    public IReadOnlyList<string?>? Languages { get; init; }

    /// <summary><c>monday</c> … <c>sunday</c>; Monday to Friday if left out.</summary>
    public IReadOnlyList<string?>? WorkingDays { get; init; }

    /// <summary>Hours in which it can take part, by its clock; 07:00 to 22:00 if left out.</summary>
    public HoursView? Day { get; init; }

    /// <summary>Hours it wants kept free.</summary>
    public IReadOnlyList<HoursView?>? Quiet { get; init; }

    /// <summary>Dates, <c>2027-03-08</c>.</summary>
    public IReadOnlyList<string?>? DaysOff { get; init; }

    /// <summary>In the planner's questions: nights it had in the series so far.</summary>
    public int? Nights { get; init; }
}

/// <param name="From">Local time, <c>07:00</c>.</param>
/// <param name="To">Exclusive, up to <c>24:00</c>; for quiet hours a time not after <paramref name="From"/> is on the next day.</param>
/// <param name="Days">Quiet hours only: the days on which they begin; all if left out.</param>
public sealed record HoursView(string? From, string? To, IReadOnlyList<string?>? Days = null);
