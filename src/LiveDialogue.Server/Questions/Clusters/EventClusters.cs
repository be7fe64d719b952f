namespace LiveDialogue.Server.Questions.Clusters;

/// <summary>
/// One event's questions and which belong together. A question joins the cluster of the most alike if it is alike its first member
/// too, so that clusters don't grow into chains. Changes only by its calls; not thread-safe: it has one owner.
/// </summary>
/// <param name="capacity">Questions; the newest are kept.</param>
internal sealed class EventClusters(Fingerprints prints, Likeness likeness, int capacity = ClusterIndex.DefaultCapacity)
{
    private const int MostSimilar = 3;
    private const int Looked = 8;

    // Up to here everybody hears of a newcomer; beyond, only when the cluster has doubled: a thousand newcomers are not a million changes.
    private const int AllHear = 12;

    private readonly ClusterIndex _index = new(likeness, capacity);
    private readonly Dictionary<QuestionId, Member> _members = [];
    private readonly Dictionary<QuestionId, List<QuestionId>> _clusters = [];
    private readonly HashSet<QuestionId> _changed = [];

    /// <summary>In the order they came, those that left since included.</summary>
    private readonly Queue<QuestionId> _arrivals = new();
    private int _comers;
    private readonly HashSet<QuestionId> _masters = [];

    public int Count => _members.Count;

    /// <summary>A question as it was stored, with what was suggested about it.</summary>
    public void Restore(QuestionId id, string text, string language, QuestionId? mergedInto, string? pivot, ClusterNote note)
    {
        var member = Keep(id, text, language, mergedInto, pivot);
        _index.Add(id, member.Prints);
        member.Similar = note.ToSimilar();
        if (note.ToCluster() is not { } cluster) return;

        member.Cluster = new(cluster.Id);
        ClusterOf(member.Cluster.Value).Add(id);
    }

    /// <summary>A new question, or one that says something else now: finds what is alike.</summary>
    /// <param name="text">As everybody may see it.</param>
    /// <param name="pivot">The same in English, where it is known.</param>
    public void Take(QuestionId id, string text, string language, QuestionId? mergedInto, string? pivot)
    {
        if (_members.TryGetValue(id, out var known))
        {
            if (known.MergedInto != mergedInto) Merge(known, mergedInto);
            pivot ??= known.Pivot;
            if (known.Text == text && known.Language == language && known.Pivot == pivot) return;
            if (known.Cluster is not null && known.Text == text)
            {
                // The translation came: others will find it by that; it stays where it is.
                _index.Add(id, Keep(id, text, language, mergedInto, pivot).Prints);
                return;
            }
            Leave(id);
        }
        var member = Keep(id, text, language, mergedInto, pivot);
        var matches = _index.Find(member.Prints, Looked);
        _index.Add(id, member.Prints);
        Suggest(member, matches);
    }

    /// <summary>After the last <see cref="Restore"/>: looks again at those about whom nothing was suggested, which is what a crash forgets.</summary>
    public void Settle()
    {
        foreach (var member in _members.Values.Where(member => member.Cluster is null && member.Similar.Count == 0))
            Suggest(member, [.. _index.Find(member.Prints, Looked).Where(match => match.Id != member.Id)]);
    }

    /// <summary>A translation into English came.</summary>
    public void TakePivot(QuestionId id, string pivot)
    {
        if (_members.TryGetValue(id, out var member)) Take(id, member.Text, member.Language, member.MergedInto, pivot);
    }

    /// <summary>A question that nobody should be sent to: rejected, in the risk lane, gone.</summary>
    public void Leave(QuestionId id)
    {
        if (!_members.Remove(id, out var member)) return;

        _index.Remove(id);
        _changed.Add(id);
        if (member.Cluster is { } cluster)
        {
            var members = _clusters[cluster];
            members.Remove(id);
            Hear(members);
            if (members.Count == 1)
            {
                _members[members[0]].Cluster = null;
                _changed.Add(members[0]);
                _clusters.Remove(cluster);
            }
        }
        ResayAll();
    }

    /// <summary>What is suggested about a question now.</summary>
    public ClusterNote NoteOf(QuestionId id)
    {
        if (!_members.TryGetValue(id, out var member)) return ClusterNote.None;
        if (member.Cluster is not { } cluster) return ClusterNote.Of(null, member.Similar);

        var members = _clusters[cluster];
        var languages = members.Select(other => _members[other].Language).Where(language => language != "und").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return ClusterNote.Of(new(cluster.Value, members.Count, [.. languages]), member.Similar);
    }

    /// <summary>The most alike now, best first; merged ones stand for those they were merged into.</summary>
    public IReadOnlyList<Match> Find(QuestionId id, int most) =>
        _members.TryGetValue(id, out var member) ? [.. Rooted(id, _index.Find(member.Prints, 2 * most), most)] : [];

    /// <returns>Those about whom something else is suggested since the last call.</returns>
    public IReadOnlyList<QuestionId> TakeChanged()
    {
        QuestionId[] changed = [.. _changed];
        _changed.Clear();
        return changed;
    }

    /// <returns>Those into which something was merged, or no longer is, since the last call.</returns>
    public IReadOnlyList<QuestionId> TakeMasters()
    {
        QuestionId[] masters = [.. _masters];
        _masters.Clear();
        return masters;
    }

    private Member Keep(QuestionId id, string text, string language, QuestionId? mergedInto, string? pivot)
    {
        var former = _members.GetValueOrDefault(id);
        if (former is null) MakeRoom(id);
        Fingerprint[] read = pivot is null ? [prints.Of(text, language)] : [prints.Of(text, language), prints.Of(pivot, "en")];
        return _members[id] = new(id, text, language, pivot, read) { Order = former?.Order ?? _comers++, MergedInto = mergedInto, Cluster = former?.Cluster, Similar = former?.Similar ?? [] };
    }

    // What is asked for ever isn't kept for ever: the oldest keeps what is stored of it, and nobody is sent to it any more.
    private void MakeRoom(QuestionId newcomer)
    {
        _arrivals.Enqueue(newcomer);
        while (_members.Count >= capacity && _arrivals.TryDequeue(out var oldest))
        {
            if (!_members.Remove(oldest, out var member)) continue;
            _index.Remove(oldest);
            _changed.Remove(oldest);
            if (member.Cluster is { } cluster && _clusters[cluster] is var members && members.Remove(oldest) && members.Count == 0) _clusters.Remove(cluster);
        }
    }

    private void Suggest(Member member, IReadOnlyList<Match> matches)
    {
        if (matches.Count == 0) return;

        member.Similar = Rooted(member.Id, matches);
        _changed.Add(member.Id);
        foreach (var match in member.Similar)
        {
            var other = _members[match.Id];
            if (other.Similar.Count < MostSimilar) Resay(other, Rooted(other.Id, [.. other.Similar, match with { Id = member.Id }]));
        }
        Join(member, matches[0].Id);
    }

    private void Join(Member member, QuestionId alike)
    {
        var other = _members[alike];
        if (other.Cluster is { } known)
        {
            var members = _clusters[known];
            if (alike != members[0] && _index.Score(member.Id, members[0]) <= 0) return;

            member.Cluster = known;
            members.Add(member.Id);
            Hear(members);
            return;
        }
        var (first, second) = other.Order < member.Order ? (other, member) : (member, other);
        first.Cluster = second.Cluster = first.Id;
        ClusterOf(first.Id).AddRange([first.Id, second.Id]);
        Hear(_clusters[first.Id]);
    }

    private void Hear(List<QuestionId> members)
    {
        if (members.Count == 0) return;
        if (members.Count <= AllHear || (members.Count & (members.Count - 1)) == 0) _changed.UnionWith(members);
        else _changed.UnionWith([members[0], members[^1]]);
    }

    private void Merge(Member member, QuestionId? into)
    {
        if (member.MergedInto is { } former) _masters.Add(RootOf(former));
        member.MergedInto = into;
        if (into is { } master) _masters.Add(RootOf(master));
        ResayAll();
    }

    // Nobody is sent to one that is gone, nor to one that was merged.
    private void ResayAll()
    {
        foreach (var (id, member) in _members)
        {
            if (member.Similar.Count == 0) continue;
            var resaid = Rooted(id, member.Similar.Where(match => _members.ContainsKey(match.Id)));
            if (!resaid.SequenceEqual(member.Similar)) Resay(member, resaid);
        }
    }

    private void Resay(Member member, IReadOnlyList<Match> similar)
    {
        member.Similar = similar;
        _changed.Add(member.Id);
    }

    private List<Match> Rooted(QuestionId of, IEnumerable<Match> matches, int most = MostSimilar)
    {
        var own = RootOf(of);
        return [.. matches.Select(match => match with { Id = RootOf(match.Id) }).Where(match => match.Id != of && match.Id != own && _members.ContainsKey(match.Id)).DistinctBy(match => match.Id).Take(most)];
    }

    private QuestionId RootOf(QuestionId id)
    {
        for (var steps = 0; steps < 100 && _members.TryGetValue(id, out var member) && member.MergedInto is { } into; steps++) id = into;
        return id;
    }

    private List<QuestionId> ClusterOf(QuestionId id)
    {
        if (!_clusters.TryGetValue(id, out var members)) _clusters[id] = members = [];
        return members;
    }

    private sealed class Member(QuestionId id, string text, string language, string? pivot, IReadOnlyList<Fingerprint> prints)
    {
        public QuestionId Id => id;
        /// <summary>Who came before whom.</summary>
        public required int Order { get; init; }
        public string Text => text;
        public string Language => language;
        public string? Pivot => pivot;
        public IReadOnlyList<Fingerprint> Prints => prints;
        public QuestionId? MergedInto { get; set; }
        public QuestionId? Cluster { get; set; }
        public IReadOnlyList<Match> Similar { get; set; } = [];
    }
}
