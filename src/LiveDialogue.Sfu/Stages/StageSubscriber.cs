using LiveDialogue.Sfu.Negotiation;
using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Tracks;

namespace LiveDialogue.Sfu.Stages;

/// <summary>One WHEP session and what its slots hold. Guarded by the stage's lock.</summary>
internal sealed class StageSubscriber(SessionId session, int shard, StageView view, PublisherId? self, IReadOnlyList<NegotiatedMedia> slots)
{
    private readonly Feed?[] _feeds = new Feed?[slots.Count];
    private readonly int[] _audio = Indices(slots, MediaKind.Audio);
    private readonly int[] _video = Indices(slots, MediaKind.Video);
    private readonly StageSource?[] _fills = new StageSource?[slots.Count];

    public SessionId Session => session;

    public int Shard => shard;

    public StageView View => view;

    public PublisherId? Self => self;

    public int AudioSlots => _audio.Length;

    /// <summary>
    /// Whether the mixed program can stand for those on air: only the audience sees it, and only where the first picture can be H.264. Whoever takes
    /// nothing but VP8 goes on seeing the people.
    /// </summary>
    public bool TakesProgram { get; } = view == StageView.Program && TakesH264(slots);

    /// <summary>Whether the client was told its first table.</summary>
    public bool Told { get; set; }

    public bool Assign(MediaKind kind, PublisherId? activeSpeaker, IReadOnlyList<StageCandidate> candidates)
    {
        var indices = kind == MediaKind.Audio ? _audio : _video;
        var present = new StageSource?[indices.Length];
        for (var i = 0; i < indices.Length; i++) present[i] = _fills[indices[i]];
        if (!SlotAssignment.Assign(view, kind, self, activeSpeaker, candidates, present)) return false;

        for (var i = 0; i < indices.Length; i++) _fills[indices[i]] = present[i];
        return true;
    }

    /// <summary>The program in the first slot of each kind, and nothing in the others.</summary>
    /// <param name="isThere">False: nothing in those either.</param>
    /// <returns>Whether that is new.</returns>
    public bool ShowProgram(bool isThere)
    {
        var changed = false;
        for (var i = 0; i < _fills.Length; i++)
        {
            var isFirst = (_audio.Length > 0 && i == _audio[0]) || (_video.Length > 0 && i == _video[0]);
            StageSource? fill = isThere && isFirst ? StageSource.Program : null;
            changed |= _fills[i] != fill;
            _fills[i] = fill;
        }
        return changed;
    }

    /// <summary>Compares each slot's feed with what its publisher sends now.</summary>
    /// <returns>The slots to be switched.</returns>
    public IEnumerable<(int Slot, Feed? Feed)> Resolve(Func<StageSource, MediaKind, Feed?> feedOf)
    {
        for (var i = 0; i < _fills.Length; i++)
        {
            var feed = _fills[i] is { } source ? feedOf(source, slots[i].Kind) : null;
            if (ReferenceEquals(feed, _feeds[i])) continue;
            _feeds[i] = feed;
            yield return (i, feed);
        }
    }

    public IReadOnlyList<SlotFill> Table()
    {
        var table = new SlotFill[_fills.Length];
        for (var i = 0; i < table.Length; i++) table[i] = new(slots[i].Mid, slots[i].Kind, _fills[i]?.Publisher, _fills[i] is { IsScreen: true });
        return table;
    }

    private static int[] Indices(IReadOnlyList<NegotiatedMedia> slots, MediaKind kind) =>
        [.. Enumerable.Range(0, slots.Count).Where(i => slots[i].Kind == kind)];

    private static bool TakesH264(IReadOnlyList<NegotiatedMedia> slots)
    {
        foreach (var slot in slots)
            if (slot.Kind == MediaKind.Video) return slot.Formats.Any(f => f.Codec == TrackCodec.H264);
        return true;    // sound alone
    }
}
