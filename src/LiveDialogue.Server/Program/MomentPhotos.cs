using System.Collections.Concurrent;
using NodaTime;

namespace LiveDialogue.Server.Programs;

/// <summary>The photos that weak links send in place of moving pictures, the newest of each speaker. In memory: a restart gets new ones in seconds. Thread-safe.</summary>
internal sealed class MomentPhotos(IClock clock)
{
    private readonly ConcurrentDictionary<(EventId Event, string Speaker), MomentPhoto> _newest = new();

    public void Keep(EventId eventId, SpeakerPhoto photo) => _newest[(eventId, photo.Speaker)] = new(photo.Image, clock.GetCurrentInstant());

    /// <returns>Null where the speaker sent none.</returns>
    public MomentPhoto? Find(EventId eventId, string speaker) => _newest.GetValueOrDefault((eventId, speaker));

    public void Forget(EventId eventId, string speaker) => _newest.TryRemove((eventId, speaker), out _);

    /// <summary>After the end nobody needs them.</summary>
    public void ForgetAll(EventId eventId)
    {
        foreach (var key in _newest.Keys)
            if (key.Event == eventId) _newest.TryRemove(key, out _);
    }
}

/// <param name="At">It came.</param>
internal sealed record MomentPhoto(ReadOnlyMemory<byte> Image, Instant At);
