using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Schedule.Offices;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Schedule.Slots;

/// <summary>Turns a request into a question, or says what is wrong with it.</summary>
internal sealed class SlotsRequestReader(OfficeStore offices, IDateTimeZoneProvider zones)
{
    private static readonly int[] Steps = [5, 10, 15, 20, 30, 60];

    public async Task<(SlotQuestion? Question, DateTimeZone? Zone, ProblemHttpResult? Refusal)> ReadAsync(SlotsRequest request, CancellationToken ct)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var from = OfficePlanReader.ReadDate(request.From);
        if (from is null) errors["from"] = ["A date between 1900 and 2100: 2027-03-01."];
        var days = InRange("days", request.Days ?? 30, 1, SlotQuestion.MaxDays, errors);
        var length = request.Duration is null ? Duration.FromHours(1) : IsoDuration.TryParse(request.Duration);
        if (length is not { } whole || whole > Duration.FromHours(12) || whole.TotalSeconds % 60 != 0) errors["duration"] = ["ISO 8601, whole minutes, at most twelve hours: PT1H30M."];
        var step = request.Step ?? 15;
        if (!Steps.Contains(step)) errors["step"] = [$"One of {string.Join(", ", Steps)}."];
        InRange("limit", request.Limit ?? 10, 1, 100, errors);
        InRange("period", request.Period ?? 7, 1, 60, errors);
        InRange("minute", request.Minute ?? 0, 0, 59, errors);
        InRange("concession", request.Concession ?? 0, 0, SlotQuestion.MaxOffices, errors);
        var planned = await OfficesAsync(request.Offices ?? [], errors, ct);
        if (errors.Count > 0) return (null, null, Problems.Invalid(errors));

        var zone = request.Zone ?? "UTC";
        if (!EventStart.IsKnownZone(zone, zones)) return (null, null, Problems.UnknownZone("zone", zone));
        for (var i = 0; i < planned.Count; i++)
            if (!EventStart.IsKnownZone(planned[i].Zone, zones)) return (null, null, Problems.UnknownZone($"offices[{i}].zone", planned[i].Zone));
        return (new(planned, from!.Value, days, length!.Value, step), zones[zone], null);   // no errors: both are there
    }

    /// <returns>Null for what isn't an instant of the years 1900 to 2099.</returns>
    public static Instant? ReadInstant(string? text) =>
        text is { Length: <= 35 } && InstantPattern.ExtendedIso.Parse(text).TryGetValue(default, out var instant) && instant.InUtc().Year is >= 1900 and < 2100 ? instant : null;

    private static int InRange(string field, int value, int min, int max, Dictionary<string, string[]> errors)
    {
        if (value < min || value > max) errors[field] = [$"{min} to {max}."];
        return value;
    }

    private async Task<IReadOnlyList<PlanningOffice>> OfficesAsync(IReadOnlyList<OfficePlanRequest?> requested, Dictionary<string, string[]> errors, CancellationToken ct)
    {
        if (requested.Count is 0 or > SlotQuestion.MaxOffices)
        {
            errors["offices"] = [$"1 to {SlotQuestion.MaxOffices} offices."];
            return [];
        }
        var stored = requested.Any(r => r?.Office is not null) ? (await offices.ListAsync(ct)).ToDictionary(o => o.Id, o => o.Plan, StringComparer.Ordinal) : [];
        var planned = new List<PlanningOffice>();
        for (var i = 0; i < requested.Count; i++)
        {
            var request = requested[i] ?? new();
            if (request.Office is not { } id) planned.Add(OfficePlanReader.Read(request, $"offices[{i}].", errors));
            else if (stored.TryGetValue(id, out var plan)) planned.Add(plan with { Nights = Math.Clamp(request.Nights ?? 0, 0, 1000) });
            else errors[$"offices[{i}].office"] = ["There is no office of this id."];
        }
        return planned;
    }
}
