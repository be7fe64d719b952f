using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Tests.Scenes;

public sealed class CountdownTextTests
{
    [Theory]
    [InlineData(-5, "0:00"), InlineData(0, "0:00"), InlineData(0.2, "0:01"), InlineData(7, "0:07"), InlineData(59.001, "1:00"), InlineData(754, "12:34")]
    [InlineData(3600, "1:00:00"), InlineData(3723, "1:02:03"), InlineData(360_000, "100:00:00"), InlineData(1e9, "9999:59:59")]
    public void Begun_seconds_count(double secondsLeft, string expected)
    {
        Span<char> text = stackalloc char[CountdownText.MostCharacters];
        Assert.Equal(expected, text[..CountdownText.Write(TimeSpan.FromSeconds(secondsLeft), text)].ToString());
    }
}
