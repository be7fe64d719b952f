using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Events;

/// <summary>An event as the API shows it.</summary>
public sealed record EventView(
    string Id,
    string Slug,
    string Title,
    string Description,
    EventState State,
    StartView Start,
    string Duration,
    IReadOnlyList<string> Languages,
    StageKind Stage,
    IReadOnlyList<Office> Offices,
    long Version,
    bool Minors = false)
{
    public static EventView Of(LiveEvent e) =>
        new(e.Id.Value, e.Slug, e.Title, e.Description, e.State, StartView.Of(e.Start), IsoDuration.Format(e.Duration), e.Languages, e.Stage, e.Offices, e.Version, e.Minors);

    /// <summary>Strong, and good for If-Match.</summary>
    public static string ETagOf(LiveEvent e) => $"\"v{e.Version}\"";
}

public sealed record EventList(IReadOnlyList<EventView> Events);

/// <param name="Local">What the host meant, <c>2027-03-16T09:00</c>.</param>
/// <param name="Resolve">The host's choice where that time is skipped or doubled.</param>
/// <param name="Instant">RFC 3339, UTC.</param>
/// <param name="Offset">At that instant, <c>-04:00</c>.</param>
/// <param name="Tzdb">The zone rules it was computed by.</param>
public sealed record StartView(string Local, string Zone, string? Resolve, string Instant, string Offset, string Tzdb)
{
    public static StartView Of(ScheduledStart start) => new(
        TimeText.Local(start.Meant.Local), start.Meant.ZoneId, start.Choice, TimeText.Instant(start.At), TimeText.Offset(start.Offset), start.Tzdb);
}

/// <param name="Resolve">To be sent back as <c>resolve</c>.</param>
public sealed record StartChoice(string Resolve, string Local, string Offset, string Instant)
{
    public static IReadOnlyList<StartChoice> Of(StartResolution resolution) =>
        [.. resolution.Choices.Select(c => new StartChoice(c.Resolve, TimeText.Local(c.At.LocalDateTime), TimeText.Offset(c.At.Offset), TimeText.Instant(c.At.ToInstant())))];
}

/// <summary>Times as the API writes them (RFC 3339).</summary>
public static class TimeText
{
    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");
    private static readonly LocalDateTimePattern Seconds = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss");
    private static readonly OffsetPattern Offsets = OffsetPattern.CreateWithInvariantCulture("+HH:mm");

    public static string Local(LocalDateTime local) => (local.Second == 0 ? Minutes : Seconds).Format(local);

    public static string Instant(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    public static string Offset(Offset offset) => Offsets.Format(offset);
}
