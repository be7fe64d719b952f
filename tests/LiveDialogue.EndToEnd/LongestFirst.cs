using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>Of the scenes that play two at a time the longest begin, so that at the end none is left to play long by itself. Which are beside each other is the same in each run.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Order = [nameof(PagesTests), nameof(ConsoleTests), nameof(ScreensTests), nameof(PlannerTests), nameof(AskerTests), nameof(PlanningTests), nameof(ModeratorTests)];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => (uint)Array.IndexOf(Order, collection.DisplayName)).ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);
}
