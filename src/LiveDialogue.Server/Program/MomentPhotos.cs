using LiveDialogue.Server.Stage;
using NodaTime;

namespace LiveDialogue.Server.Programs;

/// <summary>
/// The photos that weak links send in place of moving pictures, the newest of each speaker. In memory: a restart gets new ones in seconds. Nobody sees
/// again what was switched off or taken off air: see <see cref="Look"/> and <see cref="TakeBack"/>. Thread-safe.
/// </summary>
internal sealed class MomentPhotos(IClock clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(EventId Event, string Speaker), MomentPhoto> _newest = [];
    private readonly Dictionary<(EventId Event, string Speaker), long> _takenBack = [];
    private readonly Dictionary<EventId, HashSet<string>> _onAir = [];
    private long _count;

    /// <summary>For <see cref="Keep"/>: asked before looking whether the speaker may send one.</summary>
    public long Mark
    {
        get
        {
            lock (_gate) return _count;
        }
    }

    /// <param name="since">The <see cref="Mark"/> of when it began to come.</param>
    /// <returns>False: meanwhile the camera was off, or the speaker taken off air, and it isn't kept.</returns>
    public bool Keep(EventId eventId, SpeakerPhoto photo, long since)
    {
        lock (_gate)
        {
            if (_takenBack.GetValueOrDefault((eventId, photo.Speaker)) > since) return false;
            _newest[(eventId, photo.Speaker)] = new(photo.Image, clock.GetCurrentInstant());
            return true;
        }
    }

    /// <returns>Null where the speaker sent none.</returns>
    public MomentPhoto? Find(EventId eventId, string speaker)
    {
        lock (_gate) return _newest.GetValueOrDefault((eventId, speaker));
    }

    /// <summary>A portrait stands before the moments of before.</summary>
    public void Forget(EventId eventId, string speaker)
    {
        lock (_gate) _newest.Remove((eventId, speaker));
    }

    /// <summary>Forgets those of cameras that are off, of who was on air and isn't, and of who is no longer invited; also those on their way.</summary>
    /// <param name="stage">The whole stage, at each of its changes.</param>
    /// <returns>Whose moments nobody may show any more.</returns>
    public IReadOnlyList<string> Look(EventId eventId, IReadOnlyList<StageSpeakerView> stage)
    {
        lock (_gate)
        {
            HashSet<string> onAir = new(from speaker in stage where speaker.Where == "on-air" || speaker.KeepsPlace select speaker.Id, StringComparer.Ordinal);
            List<string> takenBack =
            [
                .. (from speaker in stage where !MaySend(speaker) select speaker.Id)
                    .Union(_onAir.GetValueOrDefault(eventId, []).Except(onAir))
                    .Union(from known in _newest.Keys where known.Event == eventId && stage.All(speaker => speaker.Id != known.Speaker) select known.Speaker),
            ];
            _onAir[eventId] = onAir;
            TakeBack(eventId, takenBack);
            return takenBack;
        }
    }

    /// <summary>Forgets those of these speakers, also those on their way.</summary>
    public void TakeBack(EventId eventId, IEnumerable<string> speakers)
    {
        lock (_gate)
        {
            _count++;
            foreach (var speaker in speakers)
            {
                _newest.Remove((eventId, speaker));
                _takenBack[(eventId, speaker)] = _count;
            }
        }
    }

    /// <summary>What a camera sees may be sent and shown: it is on.</summary>
    public static bool MaySend(StageSpeakerView speaker) => speaker is { Camera: true, CameraOffByModerator: false };

    /// <summary>After the end nobody needs them.</summary>
    public void ForgetAll(EventId eventId)
    {
        lock (_gate)
        {
            foreach (var key in _newest.Keys.Where(key => key.Event == eventId).ToList()) _newest.Remove(key);
            foreach (var key in _takenBack.Keys.Where(key => key.Event == eventId).ToList()) _takenBack.Remove(key);
            _onAir.Remove(eventId);
        }
    }
}

/// <param name="At">It came.</param>
internal sealed record MomentPhoto(ReadOnlyMemory<byte> Image, Instant At);
