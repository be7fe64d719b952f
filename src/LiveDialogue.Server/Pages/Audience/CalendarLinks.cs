using LiveDialogue.Server.Events;
using NodaTime.Text;

namespace LiveDialogue.Server.Pages.Audience;

/// <summary>Links that put an event into a calendar on the web. Nothing is asked of those sites until somebody follows one. Pure.</summary>
internal static class CalendarLinks
{
    /// <summary>Calendars read a link of a few thousand characters; the page has the rest.</summary>
    private const int MaxDetails = 1000;

    private static readonly InstantPattern Basic = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");
    private static readonly InstantPattern Extended = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss'Z'");

    /// <summary>Times are in UTC, so that each calendar shows its owner's own.</summary>
    public static IReadOnlyList<(string Name, string Url)> For(LiveEvent e, string page)
    {
        var (title, details, place) = (Uri.EscapeDataString(e.Title), Uri.EscapeDataString(Details(e, page)), Uri.EscapeDataString(page));
        var outlook = $"/calendar/0/deeplink/compose?path=/calendar/action/compose&rru=addevent&subject={title}"
            + $"&startdt={Uri.EscapeDataString(Extended.Format(e.Start.At))}&enddt={Uri.EscapeDataString(Extended.Format(e.End))}&body={details}&location={place}";
        return
        [
            ("Google", $"https://calendar.google.com/calendar/render?action=TEMPLATE&text={title}&dates={Basic.Format(e.Start.At)}/{Basic.Format(e.End)}&details={details}&location={place}"),
            ("Outlook.com", $"https://outlook.live.com{outlook}"),
            ("Microsoft 365", $"https://outlook.office.com{outlook}"),
        ];
    }

    private static string Details(LiveEvent e, string page)
    {
        if (e.Description.Length == 0) return page;
        var end = Math.Min(e.Description.Length, MaxDetails);
        if (end < e.Description.Length && char.IsHighSurrogate(e.Description[end - 1])) end--;
        return $"{e.Description[..end]}{(end < e.Description.Length ? "…" : "")}\n\n{page}";
    }
}
