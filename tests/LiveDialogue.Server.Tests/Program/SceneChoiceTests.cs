using LiveDialogue.Server.Programs;

namespace LiveDialogue.Server.Tests.Programs;

public sealed class SceneChoiceTests
{
    [Theory]
    [InlineData("", null, null, false, "Slate")]
    [InlineData("", null, null, true, "Break")]
    [InlineData("a", null, null, true, "Solo a")]
    [InlineData("a", "a", null, false, "Solo a")]
    [InlineData("a b", "b", null, true, "SideBySide a b")]
    [InlineData("a b c", null, null, true, "Grid a b c")]
    [InlineData("a b c", "b", null, true, "WithStrip b a c")]
    [InlineData("a b c d e f g h i", "i", null, true, "WithStrip i a b c d e f g h")]
    [InlineData("a b c d e f g h i j", "b", null, true, "Grid a b c d e f g h i j")]
    [InlineData("a b c d e f g h i j k l m n", "c", null, true, "Grid a b c d e f g h i j k l")]
    [InlineData("a b c d e f g h i j k l m n", "n", null, true, "Grid a b c d e f g h i j k n")]
    [InlineData("a b c", "b", "c", true, "Shared c b")]
    [InlineData("a", null, "a", true, "Shared a a")]
    public void The_scene_fits_those_on_air(string onAir, string? featured, string? presenter, bool begun, string expected) =>
        Assert.Equal(expected, Text(SceneChoice.Automatic(Words(onAir), featured, presenter, begun)));

    [Theory]
    [InlineData("Solo a", "a b", "Solo a")]
    [InlineData("Solo a", "b", null)]
    [InlineData("SideBySide a b", "b c", "Solo b")]
    [InlineData("Grid a b c", "a c d", "Grid a c")]
    [InlineData("Grid a b c", "c", "Solo c")]
    [InlineData("WithStrip a b c", "b c", "WithStrip b c")]
    [InlineData("WithStrip a b c", "a", "Solo a")]
    [InlineData("WithStrip a b", "x", null)]
    [InlineData("Shared s b", "s b", "Shared s b")]
    [InlineData("Shared s b", "s", "Shared s")]
    [InlineData("Shared s b", "b", "Solo b")]
    [InlineData("Shared a b", "a b", "Solo b")]                       // a doesn't share (any more)
    [InlineData("Break", "", "Break")]
    public void Who_leaves_a_scene_leaves_no_hole(string wanted, string onAir, string? expected)
    {
        var scene = SceneChoice.WithoutHoles(Scene(wanted), Words(onAir), sharing: ["s"]);

        Assert.Equal(expected, scene is null ? null : Text(scene));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static SceneSpec Scene(string text) => new(Enum.Parse<SceneKind>(Words(text)[0]), Words(text)[1..]);

    private static string Text(SceneSpec scene) => string.Join(' ', scene.Speakers.Prepend(scene.Kind.ToString()));
}
