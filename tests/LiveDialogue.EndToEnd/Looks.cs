using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>What every screen has to be, at any width and in any language: photographed, not wider than its window, nothing on it that axe calls serious.</summary>
internal static class Looks
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // All its rules; of what they found only what is said here crosses from the browser to the test.
    private const string Run = """
        async () => {
          const { violations } = await axe.run(document, { resultTypes: ['violations'] });
          return violations
            .filter((violation) => ['serious', 'critical'].includes(violation.impact))
            .map((violation) => `${violation.id}: ${violation.nodes.slice(0, 3).map((node) => node.html).join(', ')}`);
        }
        """;

    // A colour on its way to another is neither; what moves for ever is not waited for.
    private const string Still = """
        () => Promise.allSettled(document.getAnimations()
          .filter((animation) => animation.playState === 'running' && Number.isFinite(animation.effect?.getComputedTiming().endTime))
          .map((animation) => animation.finished)).then(() => true)
        """;

    /// <summary>At the size and in the scheme that the page has.</summary>
    public static async Task LookAsync(this IPage page, string screen, string language, int width, bool dark = false)
    {
        var problems = await page.ProblemsAsync(screen, language, width, dark);
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    /// <summary>The same for a walk through many screens, which tells of all of them at its end.</summary>
    /// <param name="screen">Names the photograph in artifacts/end-to-end/screens.</param>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(this IPage page, string screen, string language, int width, bool dark = false)
    {
        await page.EvaluateAsync<bool>(Still);
        await page.ScreenshotAsync(new() { Path = RepositoryRoot.Artifacts("screens", $"{screen}-{language}-{width}{(dark ? "-dark" : "")}.png"), FullPage = true });

        var (what, problems) = ($"{screen} in {language} at {width} px{(dark ? ", dark" : "")}", new List<string>());
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow > 0) problems.Add($"{what} is {overflow} px wider than the window");

        if (page.Frames.Count > 1) problems.Add($"{what} has frames, into which nobody looks");
        if (!await page.EvaluateAsync<bool>("'axe' in window")) await page.EvaluateAsync($"() => {{ {Axe} }}");
        problems.AddRange((await page.EvaluateAsync<string[]>(Run)).Select(violation => $"{what}: {violation}"));
        return problems;
    }
}
