using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Events;

/// <summary>A row of <c>events</c>, column by column.</summary>
internal sealed record EventRow
{
    public const string Columns = "id, slug, title, description, state, stage, local, zone, resolve, instant, utc_offset, tzdb, duration, languages, offices, version, created_at, updated_at, revision, revised_at, published_at, moved_from, minors";

    public EventId Id { get; init; }
    public string Slug { get; init; } = "";
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public string State { get; init; } = "";
    public string Stage { get; init; } = "";
    public string Local { get; init; } = "";
    public string Zone { get; init; } = "";
    public string? Resolve { get; init; }
    public Instant Instant { get; init; }
    public int UtcOffset { get; init; }
    public string Tzdb { get; init; } = "";
    public string Duration { get; init; } = "";
    public string Languages { get; init; } = "";
    public string Offices { get; init; } = "";
    public long Version { get; init; }
    public Instant CreatedAt { get; init; }
    public Instant UpdatedAt { get; init; }
    public long Revision { get; init; }
    public Instant RevisedAt { get; init; }
    public Instant? PublishedAt { get; init; }
    public Instant? MovedFrom { get; init; }
    public bool Minors { get; init; }

    public static EventRow Of(LiveEvent e) => new()
    {
        Id = e.Id,
        Slug = e.Slug,
        Title = e.Title,
        Description = e.Description,
        State = e.State.ToString().ToLowerInvariant(),
        Stage = e.Stage.ToString().ToLowerInvariant(),
        Local = LocalDateTimePattern.ExtendedIso.Format(e.Start.Meant.Local),
        Zone = e.Start.Meant.ZoneId,
        Resolve = e.Start.Choice,
        Instant = e.Start.At,
        UtcOffset = e.Start.Offset.Seconds,
        Tzdb = e.Start.Tzdb,
        Duration = IsoDuration.Format(e.Duration),
        Languages = JsonSerializer.Serialize(e.Languages),
        Offices = JsonSerializer.Serialize(e.Offices),
        Version = e.Version,
        CreatedAt = e.CreatedAt,
        UpdatedAt = e.UpdatedAt,
        Revision = e.Revision,
        RevisedAt = e.RevisedAt,
        PublishedAt = e.PublishedAt,
        MovedFrom = e.MovedFrom,
        Minors = e.Minors,
    };

    /// <summary>Throws on a row that <see cref="Of"/> didn't write: the database is damaged.</summary>
    public LiveEvent ToEvent() => new()
    {
        Id = Id,
        Slug = Slug,
        Title = Title,
        Description = Description,
        State = Enum.Parse<EventState>(State, ignoreCase: true),
        Stage = Enum.Parse<StageKind>(Stage, ignoreCase: true),
        Start = new(new(LocalDateTimePattern.ExtendedIso.Parse(Local).Value, Zone), Resolve, Instant, Offset.FromSeconds(UtcOffset), Tzdb),
        Duration = IsoDuration.TryParse(Duration) ?? throw new InvalidDataException($"Event {Id} has a duration that isn't one."),
        Languages = JsonSerializer.Deserialize<string[]>(Languages) ?? [],
        Offices = JsonSerializer.Deserialize<Office[]>(Offices) ?? [],
        Version = Version,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        Revision = Revision,
        RevisedAt = RevisedAt,
        PublishedAt = PublishedAt,
        MovedFrom = MovedFrom,
        Minors = Minors,
    };
}
