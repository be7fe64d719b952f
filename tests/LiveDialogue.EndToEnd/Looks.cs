using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>What every screen has to be, at any width and in any language: photographed, not wider than its window, nothing on it that axe calls serious.</summary>
internal static class Looks
{
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
        await page.ScreenshotAsync(new() { Path = RepositoryRoot.Artifacts("screens", $"{screen}-{language}-{width}{(dark ? "-dark" : "")}.png"), FullPage = true });

        var (what, problems) = ($"{screen} in {language} at {width} px{(dark ? ", dark" : "")}", new List<string>());
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow > 0) problems.Add($"{what} is {overflow} px wider than the window");

        var axe = await page.RunAxe();
        problems.AddRange(axe.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(violation => $"{what}: {Describe(violation)}"));
        return problems;
    }

    private static string Describe(AxeResultItem violation) => $"{violation.Id}: {string.Join(", ", violation.Nodes.Take(3).Select(node => node.Html))}";
}
