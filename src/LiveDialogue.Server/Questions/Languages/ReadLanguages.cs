using System.Collections.Concurrent;
using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Questions.Languages;

/// <summary>Which languages an event is read in, at most <see cref="ReadLanguages.Most"/>: a text is made for readers, not for stock.</summary>
/// <param name="Main">The event's first.</param>
/// <param name="Everybody">For what is public.</param>
/// <param name="Moderators">For what nobody has approved yet.</param>
internal sealed record Readers(string Main, IReadOnlyList<string> Everybody, IReadOnlyList<string> Moderators);

/// <summary>Knows <see cref="Readers"/>: the event's languages, those of who is invited, and those that screens read now. Thread-safe.</summary>
internal sealed class ReadLanguages(EventStore events, InviteStore invites, HubConnections connections, TimeProvider time)
{
    public const int Most = 12;

    /// <summary>A page without script says once that it is read.</summary>
    private static readonly TimeSpan PageStays = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<(EventId Event, string Language), long> _pages = new();

    /// <summary>A language is read that wasn't. A subscriber only notes it.</summary>
    public event Action<EventId>? Grew;

    /// <summary>A page of the event was drawn in a language.</summary>
    /// <param name="language">One of ours: their number bounds what is kept.</param>
    public void NotePage(EventId eventId, string language)
    {
        var now = time.GetTimestamp();
        var isNew = !_pages.TryGetValue((eventId, language), out var before) || time.GetElapsedTime(before, now) > PageStays;
        _pages[(eventId, language)] = now;
        if (isNew) Grew?.Invoke(eventId);
    }

    /// <returns>Null without such an event.</returns>
    public async Task<Readers?> OfAsync(EventId eventId, CancellationToken ct)
    {
        if (await events.FindAsync(eventId, ct) is not { } live) return null;

        var invited = await invites.ListAsync(eventId, ct);
        var screens = connections.LanguagesAt(eventId);
        var own = live.Languages.Select(TextSource.Primary).ToArray();
        var backstage = invited.Where(invite => invite.Role is Role.Moderator or Role.Host).Select(invite => TextSource.Primary(invite.Language))
            .Concat(screens.Where(s => Audience.RoleOf(s.Audience) is Role.Moderator).Select(s => s.Language)).ToArray();
        return new(
            own[0],
            Some([.. own, .. backstage, .. invited.Select(invite => TextSource.Primary(invite.Language)), .. screens.OrderByDescending(s => s.Screens).Select(s => s.Language), .. Pages(eventId)]),
            Some([own[0], .. backstage]));
    }

    private IEnumerable<string> Pages(EventId eventId) =>
        _pages.Where(page => page.Key.Event == eventId && time.GetElapsedTime(page.Value) <= PageStays).Select(page => page.Key.Language);

    private static string[] Some(IEnumerable<string> languages) => [.. languages.Where(language => language is not ("und" or "")).Distinct(StringComparer.Ordinal).Take(Most)];
}
