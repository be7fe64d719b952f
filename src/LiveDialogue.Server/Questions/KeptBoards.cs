using System.Collections.Concurrent;
using LiveDialogue.Server.Boards;

namespace LiveDialogue.Server.Questions;

/// <summary>
/// The question boards as they were read last: an audience of thousands reads the same one as it joins. A board's content follows from its version, so a
/// board of the version asked for is the one. Of each the reading and the writing as JSON are done once. Thread-safe.
/// </summary>
internal sealed class KeptBoards
{
    /// <summary>Those of some events; then it begins anew.</summary>
    private const int Most = 32;

    private readonly ConcurrentDictionary<(EventId Event, string Board), KeptBoard> _kept = new();

    public KeptBoard? Find(EventId eventId, string board, long version) => _kept.TryGetValue((eventId, board), out var kept) && kept.Version == version ? kept : null;

    public KeptBoard Keep(EventId eventId, string board, long version, IReadOnlyList<QuestionView> views)
    {
        if (_kept.Count >= Most) _kept.Clear();
        return _kept[(eventId, board)] = new(version, views);
    }
}

/// <param name="views">Oldest first, nobody's votes marked.</param>
internal sealed class KeptBoard(long version, IReadOnlyList<QuestionView> views)
{
    private readonly Lazy<SerializedContent> _ofNobody = new(() => SerializedContent.Of(new QuestionsContent(views)));
    private readonly Lazy<SerializedContent> _withoutVotes = new(() => SerializedContent.Of(new QuestionsContent([.. Marked(views, [], isKnown: true)])));

    public long Version => version;

    /// <param name="votes">Of the device.</param>
    /// <param name="device">Empty: nobody's votes are marked.</param>
    public IReadOnlyList<QuestionView> For(string device, HashSet<string> votes) => device.Length == 0 ? views : [.. Marked(views, votes, isKnown: true)];

    public SerializedContent ContentFor(string device, HashSet<string> votes) =>
        device.Length == 0 ? _ofNobody.Value : votes.Count == 0 ? _withoutVotes.Value : SerializedContent.Of(new QuestionsContent(For(device, votes)));

    /// <param name="isKnown">Whether it is known who asks.</param>
    public static IEnumerable<QuestionView> Marked(IEnumerable<QuestionView> views, HashSet<string> votes, bool isKnown) =>
        isKnown ? views.Select(view => view.Text is null ? view : view with { VotedByMe = votes.Contains(view.Id) }) : views;
}
