using System.Runtime.InteropServices;

namespace LiveDialogue.Server.Questions.Clusters;

/// <param name="Score">0 to 1, two decimals.</param>
internal readonly record struct Match(QuestionId Id, float Score);

/// <summary>
/// One event's questions, found again by what they say: an inverted index over the features of their fingerprints. Holds the newest
/// questions only, so that an event of any length costs some megabytes. Not thread-safe: it has one owner.
/// </summary>
/// <param name="capacity">Questions; those before are forgotten as candidates.</param>
internal sealed class ClusterIndex(Likeness likeness, int capacity = ClusterIndex.DefaultCapacity)
{
    public const int DefaultCapacity = 20_000;

    /// <summary>Of the candidates that share the most, how many are compared in full.</summary>
    private const int Compared = 64;

    // What nearly every question says ("child", "help") finds nothing; the full comparison weighs it.
    private const float LeastWeight = 0.5f;

    // The newest of those that say the same thing: a thousand questions about the vaccine needn't all be looked at for each.
    private const int LongestList = 4096;

    private readonly Dictionary<int, List<int>> _byFeature = [];
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<QuestionId, int> _places = [];
    private readonly List<int> _touched = [];
    private float[] _shared = new float[1024];
    private int _oldest;

    public int Count => _places.Count;

    public bool Contains(QuestionId id) => _places.ContainsKey(id);

    /// <summary>The most alike at or above the threshold, best first; among equals the older.</summary>
    /// <param name="prints">Of the text, and of its translation where there is one: the best score counts.</param>
    public IReadOnlyList<Match> Find(IReadOnlyList<Fingerprint> prints, int most)
    {
        var matches = new List<(int Place, float Score)>();
        foreach (var place in Candidates(prints))
        {
            var best = ScoreOf(prints, _entries[place].Prints);
            if (best > 0) matches.Add((place, best));
        }
        return
        [
            .. matches.OrderByDescending(match => match.Score).ThenBy(match => match.Place).Take(most)
                .Select(match => new Match(_entries[match.Place].Id, MathF.Round(match.Score, 2))),
        ];
    }

    /// <returns>The score of two questions; 0 below the threshold, and where one isn't known here.</returns>
    public float Score(QuestionId left, QuestionId right) =>
        _places.TryGetValue(left, out var one) && _places.TryGetValue(right, out var other) ? ScoreOf(_entries[one].Prints, _entries[other].Prints) : 0;

    /// <summary>Makes the question findable; what it said before, if anything, is forgotten.</summary>
    public void Add(QuestionId id, IReadOnlyList<Fingerprint> prints)
    {
        Remove(id);
        var place = _entries.Count;
        _entries.Add(new(id, prints));
        _places[id] = place;
        foreach (var key in Keys(prints)) CollectionsMarshal.GetValueRefOrAddDefault(_byFeature, key, out _) ??= [];
        foreach (var key in Keys(prints)) _byFeature[key].Add(place);
        if (Count > capacity) ForgetOldest();
        if (_entries.Count > 2 * capacity + 1024) Compact();
    }

    /// <summary>A question nobody is to be sent to any more.</summary>
    public void Remove(QuestionId id)
    {
        if (_places.Remove(id, out var place)) _entries[place] = _entries[place] with { Prints = [] };
    }

    private float ScoreOf(IReadOnlyList<Fingerprint> left, IReadOnlyList<Fingerprint> right)
    {
        var best = 0f;
        foreach (var one in left)
        {
            foreach (var other in right)
            {
                var score = likeness.Of(one, other);
                if (score >= likeness.ThresholdFor(one, other) && score > best) best = score;
            }
        }
        return best;
    }

    private IEnumerable<int> Candidates(IReadOnlyList<Fingerprint> prints)
    {
        if (_shared.Length < _entries.Count) Array.Resize(ref _shared, 2 * _entries.Count);
        _touched.Clear();
        foreach (var print in prints)
        {
            foreach (var feature in print.Features)
            {
                if (feature.Weight < LeastWeight || !_byFeature.TryGetValue(feature.Key, out var places)) continue;
                for (var at = Math.Max(0, places.Count - LongestList); at < places.Count; at++)
                {
                    ref var shared = ref _shared[places[at]];
                    if (shared == 0) _touched.Add(places[at]);
                    shared += feature.Weight;
                }
            }
        }
        var best = new PriorityQueue<int, float>();
        foreach (var place in _touched)
        {
            var shared = _shared[place];
            _shared[place] = 0;
            if (_entries[place].Prints.Count == 0) continue;
            if (best.Count < Compared) best.Enqueue(place, shared);
            else if (best.TryPeek(out _, out var least) && shared > least) best.DequeueEnqueue(place, shared);
        }
        return best.UnorderedItems.Select(item => item.Element);
    }

    private void ForgetOldest()
    {
        while (_oldest < _entries.Count && _entries[_oldest].Prints.Count == 0) _oldest++;
        if (_oldest < _entries.Count) Remove(_entries[_oldest].Id);
    }

    private void Compact()
    {
        var kept = _entries.Where(entry => entry.Prints.Count > 0).ToList();
        _entries.Clear();
        _places.Clear();
        _byFeature.Clear();
        _oldest = 0;
        foreach (var entry in kept) Add(entry.Id, entry.Prints);
    }

    private static IEnumerable<int> Keys(IReadOnlyList<Fingerprint> prints) =>
        prints.SelectMany(print => print.Features).Where(feature => feature.Weight >= LeastWeight).Select(feature => feature.Key).Distinct();

    private sealed record Entry(QuestionId Id, IReadOnlyList<Fingerprint> Prints);
}
