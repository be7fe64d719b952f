using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Testing;

namespace LiveDialogue.Mixer.Tests.Scenes;

public sealed class ContrastTests
{
    [Theory]
    [InlineData(0x000000, 0xFFFFFF, 21)]
    [InlineData(0x777777, 0xFFFFFF, 4.48)]
    [InlineData(0x0B6E99, 0xFBFAF7, 5.43)]
    [InlineData(0x123456, 0x123456, 1)]
    public void Ratio_is_that_of_WCAG(uint one, uint other, double expected)
    {
        Assert.Equal(expected, Contrast.Ratio(one, other), 0.05);
        Assert.Equal(Contrast.Ratio(one, other), Contrast.Ratio(other, one), 1e-9);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Text_is_legible_on_whatever_an_organisation_chooses(int seed)
    {
        var random = new SeededRandom(seed);
        for (var trial = 0; trial < 500; trial++)
        {
            uint background = (uint)random.Next(0x1000000), accent = (uint)random.Next(0x1000000);
            Assert.True(Contrast.IsLegible(Contrast.TextOn(background), background), $"seed {seed}: text on {background:X6}");
            Assert.True(Contrast.IsLegible(Contrast.Legible(accent, background), background), $"seed {seed}: {accent:X6} on {background:X6}");
        }
    }

    [Fact]
    public void A_colour_that_can_be_read_stays_as_it_is()
    {
        Assert.Equal(0x0B6E99u, Contrast.Legible(0x0B6E99, Contrast.Paper));
        Assert.Equal(Contrast.Paper, Contrast.TextOn(Branding.Default.Background));
        Assert.Equal(Contrast.Ink, Contrast.TextOn(0xFFE066));
    }
}
