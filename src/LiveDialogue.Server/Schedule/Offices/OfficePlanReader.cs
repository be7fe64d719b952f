using System.Globalization;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Schedule.Slots;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Schedule.Offices;

/// <summary>Checks an office as a client sent it. Pure.</summary>
internal static class OfficePlanReader
{
    private const int MaxName = 100, MaxLanguages = 20, MaxQuiet = 20, MaxDaysOff = 400, MaxNights = 1000;

    private static readonly IsoDayOfWeek[] Week =
        [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday, IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday];

    /// <param name="at">Where it stands in the request, as a prefix of field names: <c>offices[3].</c>, or empty.</param>
    /// <param name="errors">Filled by field.</param>
    /// <returns>The office; not to be used when there are errors. Its zone is yet to be looked up.</returns>
    public static PlanningOffice Read(OfficePlanRequest request, string at, Dictionary<string, string[]> errors)
    {
        var office = new PlanningOffice { Name = EventDraft.Text($"{at}name", request.Name ?? "", 1, MaxName, errors), Zone = request.Zone ?? "" };
        if (office.Zone.Length is 0 or > 64) errors[$"{at}zone"] = ["A TZDB zone such as Africa/Nairobi."];
        if (request.Languages is { } languages)
        {
            if (languages.Count > MaxLanguages || !languages.All(EventDraft.IsLanguageTag)) errors[$"{at}languages"] = [$"Up to {MaxLanguages} BCP 47 tags, such as en or pt-BR."];
            office = office with { Languages = [.. languages.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)] };
        }
        if (request.WorkingDays is { } working) office = office with { WorkingDays = Days($"{at}workingDays", working, errors) };
        if (request.Day is { } day && Hours($"{at}day", day, errors) is { } hours)
        {
            if (hours.To <= hours.From) errors[$"{at}day"] = ["Ends after it begins, on the same day."];
            office = office with { DayFromMinute = hours.From, DayToMinute = hours.To };
        }
        if (request.Quiet is { } quiet) office = office with { Quiet = ReadQuiet($"{at}quiet", quiet, errors) };
        if (request.DaysOff is { } daysOff) office = office with { DaysOff = ReadDaysOff($"{at}daysOff", daysOff, errors) };
        if (request.Nights is < 0 or > MaxNights) errors[$"{at}nights"] = [$"0 to {MaxNights}."];
        return office with { Nights = request.Nights ?? 0 };
    }

    public static OfficePlanRequest Write(PlanningOffice office) => new()
    {
        Name = office.Name,
        Zone = office.Zone,
        Languages = office.Languages,
        WorkingDays = [.. office.WorkingDays.Select(Word)],
        Day = new(Time(office.DayFromMinute), Time(office.DayToMinute)),
        Quiet = [.. office.Quiet.Select(q => new HoursView(Time(q.FromMinute), Time(q.ToMinute), q.Days.Count == 0 ? null : [.. q.Days.Select(Word)]))],
        DaysOff = [.. office.DaysOff.Select(LocalDatePattern.Iso.Format)],
    };

    private static string Word(IsoDayOfWeek day) => day.ToString().ToLowerInvariant();

    private static string Time(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    public static IReadOnlyList<IsoDayOfWeek> Days(string field, IReadOnlyList<string?> words, Dictionary<string, string[]> errors)
    {
        var days = Week.Where(day => words.Contains(Word(day), StringComparer.OrdinalIgnoreCase)).ToList();
        if (words.Count > 7 || days.Count != words.Distinct(StringComparer.OrdinalIgnoreCase).Count()) errors[field] = ["Days of the week, monday to sunday, each once."];
        return days;
    }

    private static (int From, int To)? Hours(string field, HoursView hours, Dictionary<string, string[]> errors)
    {
        if (Minute(hours.From) is { } from and < 1440 && Minute(hours.To) is { } to and > 0) return (from, to);
        errors[field] = ["Local times from and to: 07:00, up to 24:00."];
        return null;
    }

    private static int? Minute(string? text)
    {
        if (text is not { Length: 5 } || text[2] != ':' || !int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            || !int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var minute)) return null;
        var total = (hour * 60) + minute;
        return minute < 60 && total <= 1440 ? total : null;
    }

    private static IReadOnlyList<QuietHours> ReadQuiet(string field, IReadOnlyList<HoursView?> requested, Dictionary<string, string[]> errors)
    {
        if (requested.Count > MaxQuiet)
        {
            errors[field] = [$"At most {MaxQuiet}."];
            return [];
        }
        var quiet = new List<QuietHours>();
        for (var i = 0; i < requested.Count; i++)
            if (Hours($"{field}[{i}]", requested[i] ?? new(null, null), errors) is { } hours)
                quiet.Add(new(hours.From, hours.To, requested[i]?.Days is { } days ? Days($"{field}[{i}].days", days, errors) : []));
        return quiet;
    }

    private static IReadOnlyList<LocalDate> ReadDaysOff(string field, IReadOnlyList<string?> requested, Dictionary<string, string[]> errors)
    {
        var dates = requested.Count > MaxDaysOff ? [] : requested.Select(ReadDate).ToList();
        if (requested.Count > MaxDaysOff || dates.Contains(null)) errors[field] = [$"Up to {MaxDaysOff} dates between 1900 and 2100: 2027-03-08."];
        return [.. dates.OfType<LocalDate>().Distinct().Order()];
    }

    /// <returns>Null for what isn't a date from 1900 to 2099.</returns>
    public static LocalDate? ReadDate(string? text) =>
        text is { Length: 10 } && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date) && date.Year is >= 1900 and < 2100 ? date : null;
}
