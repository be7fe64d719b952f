namespace LiveDialogue.Simulator.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Words_with_and_without_a_value_stand_in_any_order()
    {
        var options = Options.Parse(["--cut", "--viewers", "7"], ["--viewers"], out var problem, "--cut", "--other");

        Assert.Null(problem);
        Assert.NotNull(options);
        Assert.True(options.Has("--cut"));
        Assert.False(options.Has("--other"));
        Assert.Equal(7, options.Number("--viewers", 1));
    }

    [Theory, InlineData("--viewers", "--viewers needs a value."), InlineData("--tracks", "--tracks isn't known here.")]
    public void What_is_wrong_is_said(string word, string expected)
    {
        Assert.Null(Options.Parse([word], ["--viewers"], out var problem, "--cut"));
        Assert.Equal(expected, problem);
    }
}
