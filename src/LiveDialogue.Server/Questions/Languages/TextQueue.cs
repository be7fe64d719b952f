using LiveDialogue.Server.Translation;
using NodaTime;

namespace LiveDialogue.Server.Questions.Languages;

/// <summary>
/// What waits to be translated, and what may be tried now. Each way (from one language into another) has its own patience: after a failure it rests for 1 s,
/// and twice as long for each further text that fails in a row, 30 s at most, to be tried with one text alone then: an engine that hangs on one way delays no
/// other. A text that failed rests by itself as well, 1, 2, 4 … 30 s, and waits behind those that failed less often: one that an engine chokes on each time
/// says nothing of its way and keeps nobody else waiting. Thread-safe; knows no clock.
/// </summary>
internal sealed class TextQueue
{
    /// <summary>Of one way at a time.</summary>
    private const int MostAtOnce = 2;

    /// <summary>What was replaced or dropped and is still in a way's heap, beyond as much again as waits.</summary>
    private const int MostLeftOver = 64;

    /// <summary>Doubled five times, a second is beyond <see cref="LongestRest"/>.</summary>
    private const int MostDoublings = 5;

    private static readonly Duration LongestRest = Duration.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<(QuestionId Question, TextPart Part, string Language), TextJob> _waiting = [];
    private readonly Dictionary<(QuestionId Question, TextPart Part, string Language), TextJob> _running = [];
    private readonly Dictionary<(QuestionId Question, TextPart Part, string Language), (string Digest, int Failures)> _failed = [];
    private readonly Dictionary<LanguagePair, Way> _ways = [];

    /// <summary>Of each question that has any, the keys that wait.</summary>
    private readonly Dictionary<QuestionId, HashSet<(QuestionId Question, TextPart Part, string Language)>> _ofQuestion = [];
    private IReadOnlyCollection<LanguagePair> _pairs = [];

    public int Count
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    /// <summary>Ways that are kept track of: those with something to do, or lately with trouble.</summary>
    internal int Ways
    {
        get
        {
            lock (_gate) return _ways.Count;
        }
    }

    /// <summary>What the engine does now; what waits for a way that isn't there waits on.</summary>
    /// <returns>Whether it is something else than before.</returns>
    public bool Use(IReadOnlyCollection<LanguagePair> pairs)
    {
        lock (_gate)
        {
            if (pairs.Count == _pairs.Count && pairs.All(_pairs.Contains)) return false;
            _pairs = pairs;
            foreach (var way in _ways.Values) way.IsOpen = IsOpen(way.Pair);
            return true;
        }
    }

    /// <summary>A job that waits already is done with these words and this urgency instead; one that runs isn't done twice.</summary>
    public void Add(TextJob job)
    {
        lock (_gate)
        {
            if (_running.TryGetValue(job.Key, out var running) && running.Digest == job.Digest)
            {
                _running[job.Key] = job;
                return;
            }
            if (_waiting.TryGetValue(job.Key, out var known) && known == job) return;
            if (known is not null && known.From != job.From) Unneeded(known);
            var way = WayOf(job);
            Wait(job);
            // However urgent they have become, words that failed rest on.
            if (known?.Digest != job.Digest || !way.Resting.ContainsKey(job.Key)) Enqueue(way, job);
        }
    }

    /// <summary>Nobody needs it any more.</summary>
    public void Drop(QuestionId question, Func<TextJob, bool> unneeded)
    {
        lock (_gate)
        {
            if (!_ofQuestion.TryGetValue(question, out var keys)) return;
            foreach (var job in keys.Select(key => _waiting[key]).Where(unneeded).ToArray()) Unneeded(job);
        }
    }

    /// <summary>The most urgent of what may be tried; its end is told by <see cref="Done"/> or <see cref="Failed"/>.</summary>
    public TextJob? Take(Instant now)
    {
        lock (_gate)
        {
            Way? best = null;
            TextJob? job = null;
            foreach (var way in _ways.Values)
            {
                if (!way.MayTry(now)) continue;
                WakeUp(way, now);
                if (Head(way) is not { } head || (job is not null && OrderOf(head).CompareTo(OrderOf(job)) >= 0)) continue;
                (best, job) = (way, head);
            }
            if (best is null || job is null) return null;
            best.Jobs.Dequeue();
            best.Running++;
            Unwait(job.Key);
            _running[job.Key] = job;
            return job;
        }
    }

    public void Done(TextJob job)
    {
        lock (_gate)
        {
            var way = Ended(job).Way;
            way.Failed.Clear();
            _failed.Remove(job.Key);
            Forget(way);
        }
    }

    /// <summary>It waits again, unless it was asked for anew meanwhile.</summary>
    public void Failed(TextJob job, Instant now)
    {
        lock (_gate)
        {
            var (way, again) = Ended(job);
            if (way.Failed.Count <= MostDoublings) way.Failed.Add(again.Key);
            way.RestsUntil = now + RestAfter(way.Failed.Count);
            var failures = FailuresOf(again) + 1;
            _failed[again.Key] = (again.Digest, failures);
            if (_waiting.ContainsKey(again.Key)) return;
            Wait(again);
            way.Resting[again.Key] = now + RestAfter(failures);
        }
    }

    /// <summary>When something that rests may be tried; null where nothing with something to do does.</summary>
    public Instant? NextTry(Instant now)
    {
        lock (_gate)
        {
            Instant? next = null;
            foreach (var way in _ways.Values.ToArray())
            {
                if (!way.IsOpen) continue;
                var first = Head(way) is null ? (Instant?)null : now;
                foreach (var until in way.Resting.Values)
                    if (first is not { } sooner || until < sooner) first = until;
                if (first is not { } ready)
                {
                    Forget(way);
                    continue;
                }
                var at = way.Failed.Count == 0 ? ready : Instant.Max(ready, way.RestsUntil);
                if (at > now && (next is not { } known || at < known)) next = at;
            }
            return next;
        }
    }

    private static Duration RestAfter(int failures) => Duration.Min(LongestRest, Duration.FromSeconds(1 << Math.Min(failures - 1, MostDoublings)));

    /// <returns>Also the job as it was asked for last.</returns>
    private (Way Way, TextJob Latest) Ended(TextJob job)
    {
        var way = WayOf(job);
        way.Running--;
        if (!_running.TryGetValue(job.Key, out var latest) || latest.Digest != job.Digest) return (way, job);
        _running.Remove(job.Key);
        return (way, latest);
    }

    private void Wait(TextJob job)
    {
        _waiting[job.Key] = job;
        if (!_ofQuestion.TryGetValue(job.Question, out var keys)) _ofQuestion[job.Question] = keys = [];
        keys.Add(job.Key);
    }

    private void Unwait((QuestionId Question, TextPart Part, string Language) key)
    {
        _waiting.Remove(key);
        if (_ofQuestion.TryGetValue(key.Question, out var keys) && keys.Remove(key) && keys.Count == 0) _ofQuestion.Remove(key.Question);
    }

    private void Unneeded(TextJob job)
    {
        var way = WayOf(job);
        Unwait(job.Key);
        _failed.Remove(job.Key);
        way.Resting.Remove(job.Key);
        Forget(way);
    }

    private void Enqueue(Way way, TextJob job)
    {
        way.Resting.Remove(job.Key);
        if (way.Jobs.Count > MostLeftOver + (2 * _waiting.Count))
        {
            var needed = way.Jobs.UnorderedItems.Select(item => item.Element).Where(Waits).DistinctBy(waiting => waiting.Key).ToArray();
            way.Jobs.Clear();
            way.Jobs.EnqueueRange(needed.Select(waiting => (waiting, OrderOf(waiting))));
        }
        way.Jobs.Enqueue(job, OrderOf(job));
    }

    // Those that have rested enough stand in line again.
    private void WakeUp(Way way, Instant now)
    {
        if (way.Resting.Count == 0) return;
        foreach (var (key, until) in way.Resting)
            if (until <= now) Enqueue(way, _waiting[key]);
    }

    private (int Failures, int Rank, long Age) OrderOf(TextJob job) => (FailuresOf(job), job.Urgency.Rank, job.Urgency.Age);

    // Of these words: others are tried like any new text.
    private int FailuresOf(TextJob job) => _failed.TryGetValue(job.Key, out var failed) && failed.Digest == job.Digest ? failed.Failures : 0;

    private Way WayOf(TextJob job)
    {
        var pair = new LanguagePair(job.From, job.Language);
        if (!_ways.TryGetValue(pair, out var way)) _ways[pair] = way = new(pair) { IsOpen = IsOpen(pair) };
        return way;
    }

    // Anybody can name a language: a way stays no longer than there is something to do on it.
    private void Forget(Way way)
    {
        if (way.Running == 0 && way.Resting.Count == 0 && Head(way) is null) _ways.Remove(way.Pair);
    }

    private bool IsOpen(LanguagePair pair) => Routes.Find(_pairs, pair.From, pair.To) is { Count: > 0 };

    // What was replaced or dropped is still in the heap: it is thrown away when it comes up.
    private TextJob? Head(Way way)
    {
        while (way.Jobs.TryPeek(out var job, out _))
        {
            if (Waits(job) && !way.Resting.ContainsKey(job.Key)) return job;
            way.Jobs.Dequeue();
        }
        return null;
    }

    private bool Waits(TextJob job) => _waiting.TryGetValue(job.Key, out var current) && current == job;

    private sealed class Way(LanguagePair pair)
    {
        public LanguagePair Pair => pair;

        public PriorityQueue<TextJob, (int Failures, int Rank, long Age)> Jobs { get; } = new();

        /// <summary>Texts that wait and failed a moment ago, and until when they rest.</summary>
        public Dictionary<(QuestionId Question, TextPart Part, string Language), Instant> Resting { get; } = [];

        /// <summary>The engine has it.</summary>
        public bool IsOpen { get; set; }

        public int Running { get; set; }

        /// <summary>Texts that failed since one was made.</summary>
        public HashSet<(QuestionId Question, TextPart Part, string Language)> Failed { get; } = [];

        public Instant RestsUntil { get; set; }

        // That one text fails is no sign against the way: it isn't tried with one text alone.
        public bool MayTry(Instant now) => IsOpen && Running < (Failed.Count > 1 ? 1 : MostAtOnce) && (Failed.Count == 0 || RestsUntil <= now);
    }
}
