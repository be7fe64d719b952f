using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Outputs.Mp4;

namespace LiveDialogue.Mixer.Outputs.Hls;

/// <summary>
/// Cuts all tracks into segments at the same moments: keyframes that all video tracks have, one in each two seconds of program time. Keyframes in
/// between (somebody joined) are left inside. Where the keyframe is missing the segment grows by up to half a second; what comes after that until the
/// next keyframe is left out, and the segment after it says that it is discontinuous, so that no segment is longer than the playlists promise.
/// </summary>
internal sealed class SegmentCutter
{
    public static readonly TimeSpan Target = TimeSpan.FromSeconds(2);

    /// <summary>Also with the whole of its last picture it rounds to <see cref="Target"/>, as RFC 8216 §4.3.3.1 has it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2.45);

    /// <summary>How far any track may be ahead of a cut that isn't possible yet: sound comes a little after the picture.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>Half a frame at 30 fps: a keyframe that is early by rounding belongs to the cell it opens.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(15);

    private static readonly TimeSpan FirstTick = TimeSpan.FromSeconds(1);

    private readonly SampleQueue[] _tracks;
    private readonly SampleQueue[] _video;
    private TimeSpan? _start;
    private TimeSpan _newest;
    private bool _discontinuous;

    /// <param name="tracks">In the order in which <see cref="CutSegment.Runs"/> has them; the first is video and leads.</param>
    public SegmentCutter(IEnumerable<MediaTrack> tracks)
    {
        _tracks = tracks.Select(track => new SampleQueue(track)).ToArray();
        _video = _tracks.Where(queue => queue.Track.IsVideo).ToArray();
    }

    /// <summary>No keyframe to begin with has come.</summary>
    public bool WaitsForKeyframe => _start is null;

    /// <summary>What is between the last unit and the next keyframe is missing.</summary>
    public void WaitForKeyframe()
    {
        foreach (var queue in _video) queue.WaitForSync();
    }

    public void Add(in EncodedUnit unit)
    {
        foreach (var queue in _tracks)
            if (queue.Track.Header.Track == unit.Track && queue.Add(unit) && unit.Time > _newest) _newest = unit.Time;
    }

    /// <summary>What is held so far, at the end or before units that are missing; null when some track has nothing of it.</summary>
    public CutSegment? Finish() => _start is { } start ? Cut(start, start + Longest, nominalEnd: true) : null;

    /// <summary>The next complete segment, with its samples; drop them with <see cref="Drop"/> before asking again.</summary>
    public CutSegment? Next()
    {
        if (_start is null && !FindStart()) return null;
        var start = _start!.Value;      // found just above
        var cut = FindCut(start);
        var limit = start + Longest;
        if (cut is { } at && at <= limit) return SoundReaches(at) || _newest > at + Patience ? Cut(start, at, nominalEnd: false) : null;
        return _newest > limit + Patience ? Cut(start, limit, nominalEnd: true) : null;
    }

    public void Drop(CutSegment segment)
    {
        for (var i = 0; i < _tracks.Length; i++) _tracks[i].DropFirst(segment.Runs[i].Count);
    }

    private bool FindStart()
    {
        var lead = _tracks[0];
        foreach (var sample in lead.Samples)
        {
            if (!sample.IsSync || !AllHaveKeyframe(sample.Time)) continue;
            _start = lead.Track.Time(sample.Time);
            DropBefore(_start.Value);
            return true;
        }
        DropBefore(_newest - Target - Patience);
        return false;
    }

    private TimeSpan? FindCut(TimeSpan start)
    {
        var lead = _tracks[0];
        foreach (var sample in lead.Samples)
        {
            if (!sample.IsSync) continue;
            var time = lead.Track.Time(sample.Time);
            if (Cell(time) > Cell(start) && AllHaveKeyframe(sample.Time)) return time;
        }
        return null;
    }

    /// <summary>All video tracks count in the same timescale.</summary>
    private bool AllHaveKeyframe(long time)
    {
        foreach (var queue in _video)
            if (!queue.HasSyncAt(time)) return false;
        return true;
    }

    private bool SoundReaches(TimeSpan time)
    {
        foreach (var queue in _tracks)
            if (!(queue.Last >= queue.Track.Count(time))) return false;
        return true;
    }

    /// <returns>Null, with everything before <paramref name="end"/> dropped, when a track has nothing to show for it.</returns>
    private CutSegment? Cut(TimeSpan start, TimeSpan end, bool nominalEnd)
    {
        var runs = new TrackRun[_tracks.Length];
        for (var i = 0; i < runs.Length; i++)
        {
            var (track, samples) = (_tracks[i].Track, _tracks[i].Samples);
            _tracks[i].DropFirst(_tracks[i].CountBefore(track.Count(start)));       // sound of before the first picture comes after it
            var count = _tracks[i].CountBefore(track.Count(end));
            if (count == 0)
            {
                DropBefore(end);
                (_start, _discontinuous) = (null, true);
                return null;
            }
            // A cut falls between two pictures, but into a frame of sound: that one ends where the next begins.
            var nominal = samples[count - 1].Time + track.FrameDuration;
            var follower = nominalEnd || count == samples.Count ? nominal : Math.Min(samples[count].Time, Math.Max(nominal, track.Count(start + Longest)));
            runs[i] = new TrackRun(track, samples, count, follower);
        }
        var segment = new CutSegment(runs, _discontinuous);
        (_start, _discontinuous) = (nominalEnd ? null : end, nominalEnd);
        return segment;
    }

    private void DropBefore(TimeSpan time)
    {
        foreach (var queue in _tracks) queue.DropFirst(queue.CountBefore(queue.Track.Count(time)));
    }

    private static long Cell(TimeSpan time) => (time - FirstTick + Early).Ticks / Target.Ticks;
}

/// <summary>A segment of all tracks. The samples are the cutter's, until it is told to drop them.</summary>
/// <param name="Discontinuous">Something is missing between the segment before and this one.</param>
internal sealed record CutSegment(TrackRun[] Runs, bool Discontinuous);
