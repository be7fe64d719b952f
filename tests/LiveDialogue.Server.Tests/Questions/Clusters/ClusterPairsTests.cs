using LiveDialogue.Server.Questions.Clusters;
using Xunit.Abstractions;

namespace LiveDialogue.Server.Tests.Questions.Clusters;

/// <summary>What the suggestions are worth on labelled pairs, half of which nothing was tuned on.</summary>
public sealed class ClusterPairsTests(ITestOutputHelper output)
{
    private static readonly Fingerprints Prints = new(Lexicon.Embedded);
    private static readonly Likeness Likeness = new(Prints, new LikenessWeights());

    [Fact]
    public void The_set_has_enough_pairs_of_every_kind_in_ten_languages()
    {
        var pairs = LabelledPair.ReadAll();

        Assert.True(pairs.Count >= 360, $"{pairs.Count} pairs");
        Assert.InRange(pairs.Count(pair => pair.IsHeldOut), pairs.Count * 4 / 10, pairs.Count * 6 / 10);
        Assert.Equal(["ar", "en", "es", "fr", "hi", "ht", "pt", "ru", "sw", "zh"], pairs.SelectMany(pair => new[] { pair.FromLanguage, pair.ToLanguage }).Distinct().Order(StringComparer.Ordinal));
        foreach (var kind in pairs.GroupBy(pair => (pair.IsWithin, pair.Same, pair.IsHeldOut))) Assert.True(kind.Count() >= 25, $"{kind.Key}: {kind.Count()}");
        Assert.Equal(pairs.Count, pairs.Select(pair => (pair.From, pair.To)).Distinct().Count());
    }

    [Theory]
    [InlineData(true, 0.5)]
    [InlineData(false, 0.3)]
    public void On_pairs_never_tuned_on_suggestions_are_mostly_right_and_find_many(bool within, double leastRecall)
    {
        Say("tuned on", LabelledPair.ReadAll().Where(pair => pair.IsWithin == within && !pair.IsHeldOut), within);

        var (precision, recall) = Say("held out", LabelledPair.ReadAll().Where(pair => pair.IsWithin == within && pair.IsHeldOut), within);

        Assert.True(precision >= 0.85, $"precision {precision:0.000}");
        Assert.True(recall >= leastRecall, $"recall {recall:0.000}");
    }

    [Fact]
    public void A_score_does_not_depend_on_which_comes_first()
    {
        foreach (var pair in LabelledPair.ReadAll())
        {
            var (left, right) = (Prints.Of(pair.From, pair.FromLanguage), Prints.Of(pair.To, pair.ToLanguage));
            Assert.Equal(Likeness.Of(left, right), Likeness.Of(right, left), 4);
            Assert.Equal(1, Likeness.Of(left, left), 4);
        }
    }

    private (double Precision, double Recall) Say(string half, IEnumerable<LabelledPair> pairs, bool within)
    {
        int found = 0, wrong = 0, same = 0, other = 0;
        foreach (var pair in pairs)
        {
            var (left, right) = (Prints.Of(pair.From, pair.FromLanguage), Prints.Of(pair.To, pair.ToLanguage));
            var suggested = Likeness.Of(left, right) >= Likeness.ThresholdFor(left, right);
            if (pair.Same) same++;
            else other++;
            if (suggested && pair.Same) found++;
            else if (suggested) wrong++;
        }
        var (precision, recall) = (found / Math.Max(1.0, found + wrong), found / (double)same);
        output.WriteLine($"{half}, {(within ? "within a language" : "across languages")}: {same} same, {other} other; precision {precision:0.000}, recall {recall:0.000}");
        return (precision, recall);
    }
}
