using LiveDialogue.Server.Translation;
using NodaTime;

namespace LiveDialogue.Server.Questions.Languages;

/// <summary>
/// What waits to be translated, and what may be tried now. Each way (from one language into another) has its own patience: after a failure it rests
/// for 1, 2, 4 … 30 s and is then tried with one text alone, so that an engine that hangs on one way delays no other. A text that failed waits behind
/// those that failed less often: one that an engine chokes on each time keeps nobody else waiting. Thread-safe; knows no clock.
/// </summary>
internal sealed class TextQueue
{
    /// <summary>Of one way at a time.</summary>
    private const int MostAtOnce = 2;

    private static readonly Duration LongestRest = Duration.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<(QuestionId Question, TextPart Part, string Language), TextJob> _waiting = [];
    private readonly Dictionary<(QuestionId Question, TextPart Part, string Language), TextJob> _running = [];
    private readonly Dictionary<(QuestionId Question, TextPart Part, string Language), (string Digest, int Failures)> _failed = [];
    private readonly Dictionary<LanguagePair, Way> _ways = [];
    private IReadOnlyCollection<LanguagePair> _pairs = [];

    public int Count
    {
        get
        {
            lock (_gate) return _waiting.Count;
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
            foreach (var (pair, way) in _ways) way.IsOpen = IsOpen(pair);
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
            _waiting[job.Key] = job;
            Enqueue(WayOf(job), job);
        }
    }

    /// <summary>Nobody needs it any more.</summary>
    public void Drop(QuestionId question, Func<TextJob, bool> unneeded)
    {
        lock (_gate)
            foreach (var job in _waiting.Values.Where(job => job.Question == question && unneeded(job)).ToArray())
            {
                _waiting.Remove(job.Key);
                _failed.Remove(job.Key);
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
                if (!way.MayTry(now) || Head(way) is not { } head || (job is not null && OrderOf(head).CompareTo(OrderOf(job)) >= 0)) continue;
                (best, job) = (way, head);
            }
            if (best is null || job is null) return null;
            best.Jobs.Dequeue();
            best.Running++;
            _waiting.Remove(job.Key);
            _running[job.Key] = job;
            return job;
        }
    }

    public void Done(TextJob job)
    {
        lock (_gate)
        {
            var way = Ended(job).Way;
            way.Failures = 0;
            _failed.Remove(job.Key);
        }
    }

    /// <summary>It waits again, unless it was asked for anew meanwhile.</summary>
    public void Failed(TextJob job, Instant now)
    {
        lock (_gate)
        {
            var (way, again) = Ended(job);
            way.RestsUntil = now + Duration.Min(LongestRest, Duration.FromSeconds(1 << Math.Min(way.Failures, 5)));
            way.Failures++;
            _failed[again.Key] = (again.Digest, FailuresOf(again) + 1);
            if (_waiting.TryAdd(again.Key, again)) Enqueue(way, again);
        }
    }

    /// <summary>When a way that rests may be tried; null where none with something to do does.</summary>
    public Instant? NextTry(Instant now)
    {
        lock (_gate)
        {
            Instant? next = null;
            foreach (var way in _ways.Values)
            {
                if (!way.IsOpen || way.Failures == 0 || way.RestsUntil <= now || Head(way) is null) continue;
                next = next is { } known ? Instant.Min(known, way.RestsUntil) : way.RestsUntil;
            }
            return next;
        }
    }

    /// <returns>Also the job as it was asked for last.</returns>
    private (Way Way, TextJob Latest) Ended(TextJob job)
    {
        var way = WayOf(job);
        way.Running--;
        if (!_running.TryGetValue(job.Key, out var latest) || latest.Digest != job.Digest) return (way, job);
        _running.Remove(job.Key);
        return (way, latest);
    }

    private void Enqueue(Way way, TextJob job) => way.Jobs.Enqueue(job, OrderOf(job));

    private (int Failures, int Rank, long Age) OrderOf(TextJob job) => (FailuresOf(job), job.Urgency.Rank, job.Urgency.Age);

    // Of these words: others are tried like any new text.
    private int FailuresOf(TextJob job) => _failed.TryGetValue(job.Key, out var failed) && failed.Digest == job.Digest ? failed.Failures : 0;

    private Way WayOf(TextJob job)
    {
        var pair = new LanguagePair(job.From, job.Language);
        if (!_ways.TryGetValue(pair, out var way)) _ways[pair] = way = new() { IsOpen = IsOpen(pair) };
        return way;
    }

    private bool IsOpen(LanguagePair pair) => Routes.Find(_pairs, pair.From, pair.To) is { Count: > 0 };

    // What was replaced or dropped is still in the heap: it is thrown away when it comes up.
    private TextJob? Head(Way way)
    {
        while (way.Jobs.TryPeek(out var job, out _))
        {
            if (_waiting.TryGetValue(job.Key, out var current) && current == job) return job;
            way.Jobs.Dequeue();
        }
        return null;
    }

    private sealed class Way
    {
        public PriorityQueue<TextJob, (int Failures, int Rank, long Age)> Jobs { get; } = new();

        /// <summary>The engine has it.</summary>
        public bool IsOpen { get; set; }

        public int Running { get; set; }

        /// <summary>In a row.</summary>
        public int Failures { get; set; }

        public Instant RestsUntil { get; set; }

        public bool MayTry(Instant now) => IsOpen && (Failures == 0 ? Running < MostAtOnce : Running == 0 && RestsUntil <= now);
    }
}
