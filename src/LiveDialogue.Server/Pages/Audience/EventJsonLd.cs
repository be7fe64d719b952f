using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Pages.Clocks;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Pages.Audience;

/// <summary>An event for search engines and assistants: schema.org's Event as JSON-LD. Data, which the content security policy doesn't run. Pure.</summary>
internal static class EventJsonLd
{
    private const string Schema = "https://schema.org/";
    private static readonly OffsetDateTimePattern WithOffset = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'sso<+HH:mm>");

    private static readonly JsonSerializerOptions Format = new()
    {
        // <, > and & stay escaped, so that no title can end the script element.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <param name="page">The event's public page.</param>
    /// <param name="home">The organiser's.</param>
    public static string Of(LiveEvent e, string page, string home, string organizer)
    {
        var zone = Zones.Get(e.Start.Meant.ZoneId);
        var json = new JsonObject
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "Event",
            ["@id"] = page,
            ["name"] = e.Title,
            ["url"] = page,
            ["startDate"] = Say(e.Start.At, zone),
            ["endDate"] = Say(e.End, zone),
            ["eventStatus"] = Schema + Status(e),
            ["eventAttendanceMode"] = $"{Schema}OnlineEventAttendanceMode",
            ["location"] = new JsonObject { ["@type"] = "VirtualLocation", ["url"] = page },
            ["inLanguage"] = new JsonArray([.. e.Languages.Select(l => JsonValue.Create(l))]),
            ["isAccessibleForFree"] = true,
            ["organizer"] = new JsonObject { ["@type"] = "Organization", ["name"] = organizer, ["url"] = home },
        };
        if (e.Description.Length > 0) json["description"] = e.Description;
        if (e.MovedFrom is { } before && e.State is not EventState.Cancelled) json["previousStartDate"] = Say(before, zone);
        return json.ToJsonString(Format);
    }

    private static string Status(LiveEvent e) => e switch
    {
        { State: EventState.Cancelled } => "EventCancelled",
        { MovedFrom: not null } => "EventRescheduled",
        _ => "EventScheduled",
    };

    private static string Say(Instant at, DateTimeZone zone) => WithOffset.Format(at.InZone(zone).ToOffsetDateTime());
}
