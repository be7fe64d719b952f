namespace LiveDialogue.Mixer.Scenes;

/// <summary>What a countdown shows: "0:07", "12:00", "1:02:03".</summary>
public static class CountdownText
{
    /// <summary>Room that every text fits: hours up to 9,999.</summary>
    public const int MostCharacters = 10;

    /// <param name="left">Begun seconds count, so that 0:00 comes when the time has come; below zero shows 0:00.</param>
    /// <param name="text">At least <see cref="MostCharacters"/> long.</param>
    /// <returns>Characters written; digits and colons only.</returns>
    public static int Write(TimeSpan left, Span<char> text)
    {
        var seconds = Math.Clamp((left.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond, 0, (10_000 * 3600) - 1);
        var (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        var written = 0;
        if (hours > 0)
        {
            hours.TryFormat(text, out written, default, null);
            text[written++] = ':';
        }
        minutes.TryFormat(text[written..], out var digits, hours > 0 ? "00" : "0", null);
        written += digits;
        text[written++] = ':';
        (seconds % 60).TryFormat(text[written..], out digits, "00", null);
        return written + digits;
    }
}
