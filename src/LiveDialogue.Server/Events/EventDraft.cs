using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Events;

/// <summary>What became of an <see cref="EventRequest"/>.</summary>
public abstract record Drafted
{
    private Drafted() { }

    /// <param name="Event">Without id, slug and version of its own if it is new.</param>
    public sealed record Good(LiveEvent Event) : Drafted;

    /// <summary>400: by field, what is wrong with it.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : Drafted;

    /// <summary>422.</summary>
    public sealed record UnknownZone(string Field, string Zone) : Drafted;

    /// <summary>409: the local time is skipped or doubled in its zone.</summary>
    public sealed record MustChoose(StartResolution Resolution) : Drafted;
}

/// <summary>Checks a request and lays it over an event. Pure.</summary>
internal static partial class EventDraft
{
    private const int MaxTitle = 200, MaxDescription = 20_000, MaxOffices = 200, MaxOfficeName = 100, MaxLanguages = 20;

    /// <summary>The seconds may be left out; offsets are refused, since the zone has the word.</summary>
    private static readonly LocalDateTimePattern[] Starts =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss"),
    ];

    /// <param name="basis">The event as it is, or a blank one.</param>
    /// <param name="isNew">Then title, start and zone must be there.</param>
    public static Drafted Apply(EventRequest request, LiveEvent basis, bool isNew, IDateTimeZoneProvider zones)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var title = Text("title", request.Title ?? (isNew ? "" : basis.Title), 1, MaxTitle, errors);
        var description = (request.Description ?? basis.Description).ReplaceLineEndings("\n").Trim();
        if (description.Length > MaxDescription) errors["description"] = [$"At most {MaxDescription} characters."];
        var duration = request.Duration is null ? basis.Duration : IsoDuration.TryParse(request.Duration);
        if (duration is null) errors["duration"] = ["ISO 8601 with hours, minutes or seconds, more than nothing and at most seven days: PT1H30M."];
        var languages = Languages(request.Languages, errors) ?? basis.Languages;
        var offices = Offices(request.Offices, errors) ?? basis.Offices;
        var meant = Meant(request, basis.Start.Meant, isNew, errors);
        if (request.Keep is not (null or "wall-clock" or "instant")) errors["keep"] = ["wall-clock or instant."];
        if (errors.Count > 0 || duration is null || meant is null) return new Drafted.Invalid(errors);

        if (UnknownZone(meant, request.Offices is null ? [] : offices, zones) is { } unknown) return unknown;
        var start = basis.Start;
        if (!isNew && request is { Keep: "instant", Start: null, Zone: not null })
        {
            start = ScheduledStart.Fixed(start.At, zones[meant.ZoneId], zones.VersionId);
        }
        else if (isNew || request.MovesStart)
        {
            var resolution = meant.Resolve(zones);
            if (resolution.Choose(request.Resolve) is not { } at) return new Drafted.MustChoose(resolution);
            start = new(meant, resolution is StartResolution.Certain ? null : request.Resolve, at.ToInstant(), at.Offset, zones.VersionId);
        }
        return new Drafted.Good(basis with
        {
            Title = title,
            Description = description,
            Duration = duration.Value,
            Languages = languages,
            Offices = offices,
            Stage = request.Stage ?? basis.Stage,
            Minors = request.Minors ?? basis.Minors,
            Start = start,
        });
    }

    /// <summary>Whether a text is a well-formed language tag (RFC 5646, without looking in the registry).</summary>
    public static bool IsLanguageTag(string? tag) => tag is { Length: <= 35 } && LanguageTag().IsMatch(tag);

    /// <summary>One line: trimmed, without control characters.</summary>
    public static string Text(string field, string text, int min, int max, Dictionary<string, string[]> errors)
    {
        var line = string.Concat(text.Trim().Where(c => !char.IsControl(c)));
        if (line.Length < min) errors[field] = ["Must not be empty."];
        if (line.Length > max) errors[field] = [$"At most {max} characters."];
        return line;
    }

    private static EventStart? Meant(EventRequest request, EventStart basis, bool isNew, Dictionary<string, string[]> errors)
    {
        var zone = request.Zone ?? (isNew ? "" : basis.ZoneId);
        if (zone.Length is 0 or > 64) errors["zone"] = ["A TZDB zone such as America/New_York."];
        var local = request.Start is null && !isNew ? basis.Local : ParseLocal(request.Start);
        if (local is null) errors["start"] = ["A local time between 1900 and 2100, without an offset: 2027-03-16T09:00."];
        return local is { } time ? new(time, zone) : null;
    }

    private static LocalDateTime? ParseLocal(string? text)
    {
        if (text is not { Length: <= 19 }) return null;
        foreach (var pattern in Starts)
            if (pattern.Parse(text).TryGetValue(default, out var local)) return local.Year is >= 1900 and < 2100 ? local : null;
        return null;
    }

    private static IReadOnlyList<string>? Languages(IReadOnlyList<string?>? tags, Dictionary<string, string[]> errors)
    {
        if (tags is null) return null;
        if (tags.Count is 0 or > MaxLanguages || !tags.All(IsLanguageTag)) errors["languages"] = [$"One to {MaxLanguages} BCP 47 tags, such as en or pt-BR."];
        return [.. tags.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static List<Office>? Offices(IReadOnlyList<OfficeRequest?>? requested, Dictionary<string, string[]> errors)
    {
        if (requested is null) return null;
        if (requested.Count > MaxOffices)
        {
            errors["offices"] = [$"At most {MaxOffices} offices."];
            return null;
        }
        var offices = new List<Office>();
        for (var i = 0; i < requested.Count; i++)
            offices.Add(new(Text($"offices[{i}].name", requested[i]?.Name ?? "", 1, MaxOfficeName, errors), requested[i]?.Zone ?? ""));
        return offices;
    }

    private static Drafted.UnknownZone? UnknownZone(EventStart meant, IReadOnlyList<Office> offices, IDateTimeZoneProvider zones)
    {
        if (!EventStart.IsKnownZone(meant.ZoneId, zones)) return new("zone", meant.ZoneId);
        for (var i = 0; i < offices.Count; i++)
            if (!EventStart.IsKnownZone(offices[i].Zone, zones)) return new($"offices[{i}].zone", offices[i].Zone);
        return null;
    }

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LanguageTag();
}
