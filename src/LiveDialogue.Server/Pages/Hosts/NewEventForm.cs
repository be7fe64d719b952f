using System.Globalization;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Pages.Clocks;

namespace LiveDialogue.Server.Pages.Hosts;

/// <summary>The plain form of a new event, as typed: shown again as it was when something is missing.</summary>
public sealed record NewEventForm
{
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";

    /// <summary>"2027-03-16", as date fields send it.</summary>
    public string Date { get; init; } = "";

    /// <summary>"09:00".</summary>
    public string Time { get; init; } = "";

    public string Zone { get; init; } = "";

    /// <summary>Minutes.</summary>
    public string Minutes { get; init; } = "60";

    public string Languages { get; init; } = "en";

    /// <summary>One a line: name, zone.</summary>
    public string Offices { get; init; } = "";

    public string Stage { get; init; } = "moderated";

    /// <summary>Young people ask: no names, no place finer than a country.</summary>
    public bool Minors { get; init; }

    /// <summary>The host's word for a time that is skipped or doubled.</summary>
    public string? Resolve { get; init; }

    /// <summary>Nobody sees it yet.</summary>
    public bool Draft { get; init; }

    public static NewEventForm Of(IFormCollection form) => new()
    {
        Title = form["title"].ToString(),
        Description = form["description"].ToString(),
        Date = form["date"].ToString(),
        Time = form["time"].ToString(),
        Zone = form["zone"].ToString().Trim(),
        Minutes = form["minutes"].ToString(),
        Languages = form["languages"].ToString(),
        Offices = form["offices"].ToString(),
        Stage = form["stage"].ToString(),
        Minors = form["minors"] == "true",
        Resolve = form["resolve"].ToString() is { Length: > 0 } resolve ? resolve : null,
    };

    /// <summary>An event as its form shows it.</summary>
    public static NewEventForm Of(LiveEvent e) => new()
    {
        Title = e.Title,
        Description = e.Description,
        Date = e.Start.Meant.Local.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
        Time = e.Start.Meant.Local.TimeOfDay.ToString(e.Start.Meant.Local.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture),
        Zone = e.Start.Meant.ZoneId,
        Minutes = WrittenMinutes.Write(e.Duration),
        Languages = string.Join(' ', e.Languages),
        Offices = string.Join('\n', e.Offices.Select(Line)),
        Stage = e.Stage.ToString().ToLowerInvariant(),
        Minors = e.Minors,
    };

    // "Geneva" says where it is; "Liaison office, Geneva" does; "Goma, Lubumbashi" is still better than a zone's name.
    private static string Line(Office office)
    {
        if (!office.Name.Contains(',', StringComparison.Ordinal) && Zones.Recognise(office.Name, Texts.Language.English)?.Zone == office.Zone) return office.Name;
        var line = $"{office.Name}, {Zones.NameOf(office.Zone, Texts.Language.English)}";
        return Office(line) is { } read && read.Name == office.Name && read.Zone == office.Zone ? line : $"{office.Name}, {office.Zone}";
    }

    /// <summary>The same request that the API takes.</summary>
    public EventRequest ToRequest() => new()
    {
        Title = Title,
        Description = Description,
        Start = $"{Date}T{Time}",
        Zone = ZoneOf(Zone),
        Resolve = Resolve,
        Duration = WrittenMinutes.Read(Minutes),
        Languages = [.. Languages.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        Stage = Stage == "open" ? StageKind.Open : StageKind.Moderated,
        Minors = Minors,
        Offices = [.. OfficeLines.Select(Office)],
    };

    /// <summary>What must be mended before the event can be: by field, a message key and the words it is about.</summary>
    public IReadOnlyDictionary<string, (string Key, string Value)> Problems(IReadOnlyDictionary<string, string[]> errors)
    {
        var problems = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var field in errors.Keys)
        {
            if (field == "title") problems["title"] = ("new.error.title", "");
            else if (field == "start") problems["start"] = ("new.error.start", "");
            else if (field == "zone") problems["zone"] = ("place", Zone);
            else if (field == "languages") problems["languages"] = ("new.error.languages", "");
            else if (field.StartsWith("offices", StringComparison.Ordinal)) problems["offices"] = ("new.error.office", OfficeLines.FirstOrDefault(l => Office(l).Name is null or "" || Office(l).Zone is null) ?? "");
            else problems[field] = ("new.error", "");
        }

        return problems;
    }

    private IEnumerable<string> OfficeLines => Offices.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>"Goma, Africa/Lubumbashi", "Our desk, Goma", or a city alone, with or without its country: "Goma", "Goma, Congo (RDC)".</summary>
    private static OfficeRequest Office(string line)
    {
        // The zone has no comma, a name may: the last one divides.
        var comma = line.LastIndexOfAny([',', '،', '，']);
        var (before, after) = comma < 0 ? (line, "") : (line[..comma].Trim(), line[(comma + 1)..].Trim());
        if (Zones.Recognise(line, Texts.Language.English) is { } city) return new(before, city.Zone);
        return comma < 0 ? new(line, null) : new(before, ZoneOf(after));
    }

    /// <returns>What was typed when it is no place: it is said back.</returns>
    /// <summary>The zone of a place as it is typed; the words themselves where they are none.</summary>
    public static string ZoneOf(string typed) => Zones.Recognise(typed, Texts.Language.English)?.Zone ?? typed;
}
