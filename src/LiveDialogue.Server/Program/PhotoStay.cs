using LiveDialogue.Server.Stage;
using NodaTime;

namespace LiveDialogue.Server.Programs;

/// <summary>
/// How long a photo stays: while its speaker is in the green room or on air or keeps a place there, and <see cref="Grace"/> longer. Whose invite was
/// deleted goes at once, come or not. Who hasn't come yet isn't gone: a host may have given the photo before. Not thread-safe.
/// </summary>
internal sealed class PhotoStay
{
    /// <summary>Who closes the page by mistake finds the photo again.</summary>
    public static readonly Duration Grace = Duration.FromMinutes(10);

    // Everybody who was ever here, and since when they aren't.
    private readonly Dictionary<string, Instant?> _left = new(StringComparer.Ordinal);
    private readonly HashSet<string> _invited = new(StringComparer.Ordinal);

    /// <summary>When <see cref="Gone"/> would say more by itself; null: never.</summary>
    public Instant? NextChange => _left.Values.Min() + Grace;

    /// <param name="speakers">The whole stage, present or not.</param>
    /// <returns>Whose photos are to go: each once.</returns>
    public IReadOnlyList<string> Gone(IReadOnlyList<StageSpeakerView> speakers, Instant now)
    {
        foreach (var speaker in speakers)
        {
            if (speaker.Where != "away" || speaker.KeepsPlace) _left[speaker.Id] = null;
            else if (_left.TryGetValue(speaker.Id, out var since) && since is null) _left[speaker.Id] = now;
        }
        _invited.UnionWith(speakers.Select(speaker => speaker.Id));
        var deleted = _invited.Except(speakers.Select(speaker => speaker.Id)).ToList();
        var gone = _left.Where(known => known.Value + Grace <= now).Select(known => known.Key).Union(deleted).ToList();
        foreach (var speaker in gone) _left.Remove(speaker);
        _invited.ExceptWith(deleted);
        return gone;
    }
}
