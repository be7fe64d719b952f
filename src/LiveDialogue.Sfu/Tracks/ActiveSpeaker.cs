using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <param name="Level">Of <see cref="Loudness.At"/>.</param>
internal readonly record struct SpeakerLevel(PublisherId Publisher, double Level);

/// <summary>
/// Who speaks, of those on air. A challenger must be clearly louder for 600 ms, so that a cough doesn't take the picture; through silence it stays
/// with the last speaker. One per stage.
/// </summary>
internal sealed class ActiveSpeaker
{
    /// <summary>dB over silence: -60 dBov. Rooms are below, voices above.</summary>
    public const double SpeechLevel = 67;

    private const double Margin = 3;
    private static readonly TimeSpan TakeOver = TimeSpan.FromMilliseconds(600);

    private PublisherId? _challenger;
    private MonoTime _challengedSince;

    /// <summary>Null until somebody spoke, and after the speaker left in silence.</summary>
    public PublisherId? Current { get; private set; }

    /// <summary>Looks at everybody on air with an open microphone; call every 50..200 ms.</summary>
    /// <returns>True when <see cref="Current"/> changed.</returns>
    public bool Update(ReadOnlySpan<SpeakerLevel> onAir, MonoTime now)
    {
        var currentLevel = double.MinValue;
        var currentThere = false;
        SpeakerLevel? loudest = null;
        foreach (var candidate in onAir)
        {
            if (candidate.Publisher == Current) (currentThere, currentLevel) = (true, candidate.Level);
            if (loudest is null || candidate.Level > loudest.Value.Level) loudest = candidate;
        }

        var before = Current;
        if (!currentThere) Current = null;
        if (loudest is not { } challenger || challenger.Level < SpeechLevel || challenger.Publisher == Current ||
            (Current is not null && challenger.Level < currentLevel + Margin))
        {
            _challenger = null;
            return Current != before;
        }

        if (_challenger != challenger.Publisher) (_challenger, _challengedSince) = (challenger.Publisher, now);
        // Nobody to defend the place: the one who left was speaking just now.
        var vacated = before is not null && Current is null;
        if (vacated || now - _challengedSince >= TakeOver) (Current, _challenger) = (challenger.Publisher, null);
        return Current != before;
    }

    /// <summary>Orders by loudness, loudest first, for audio slots: whoever has a slot keeps it against one who is less than the margin louder.</summary>
    /// <param name="levels">Sorted in place.</param>
    /// <param name="holders">Those who have a slot now.</param>
    public static void Rank(Span<SpeakerLevel> levels, ReadOnlySpan<PublisherId> holders)
    {
        for (var i = 1; i < levels.Length; i++)
        {
            var moving = levels[i];
            var weight = Weight(moving, holders);
            var place = i;
            for (; place > 0 && Weight(levels[place - 1], holders) < weight; place--) levels[place] = levels[place - 1];
            levels[place] = moving;
        }
    }

    private static double Weight(in SpeakerLevel speaker, ReadOnlySpan<PublisherId> holders)
    {
        foreach (var holder in holders)
            if (holder == speaker.Publisher) return speaker.Level + Margin;
        return speaker.Level;
    }
}
