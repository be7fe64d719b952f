namespace LiveDialogue.EndToEnd;

/// <summary>That a look at a screen would see what is wrong with it.</summary>
[Collection(nameof(LooksTests))]
public sealed class LooksTests
{
    private const string Whole = "<!doctype html><html lang=en><title>A page</title><style>body { margin: 0 }</style><main><h1>A page</h1><p style='color: #000; background: #fff'>Words that can be read.</p></main>";

    [Fact]
    public async Task What_is_too_wide_too_pale_or_without_a_name_is_told()
    {
        await using var browsers = await Browsers.StartAsync();
        var page = await Browsers.NewPersonAsync(await browsers.LaunchAsync());
        await page.SetContentAsync(Whole);
        Assert.Empty(await page.ProblemsAsync("looks-whole", "en", 1280));

        await page.SetContentAsync($"{Whole}<p style='color: #ccc; background: #fff'>Pale words.</p><button></button><img src='data:,'><div style='width: 2000px'>Wide.</div>");
        var problems = await page.ProblemsAsync("looks-broken", "en", 1280);

        foreach (var wrong in (string[])[" is 720 px wider than the window", ": color-contrast: <p style=", ": button-name: <button></button>", ": image-alt: <img "])
            Assert.Contains(problems, problem => problem.StartsWith($"looks-broken in en at 1280 px{wrong}", StringComparison.Ordinal));
    }
}
