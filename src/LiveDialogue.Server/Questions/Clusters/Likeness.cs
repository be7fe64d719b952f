namespace LiveDialogue.Server.Questions.Clusters;

/// <summary>How alike two questions are. Pure: the same two texts give the same score in every process.</summary>
/// <param name="prints">Who read the fingerprints: knows which group is which.</param>
internal sealed class Likeness(Fingerprints prints, LikenessWeights weights)
{
    public float ThresholdFor(Fingerprint left, Fingerprint right) => left.Language == right.Language ? weights.SameLanguage : weights.AcrossLanguages;

    /// <returns>0 to 1; at <see cref="ThresholdFor"/> and above they are worth a moderator's look.</returns>
    public float Of(Fingerprint left, Fingerprint right)
    {
        var sameLanguage = left.Language == right.Language;
        var shares = Compare(left.Features, right.Features, sameLanguage);
        if (shares.Both <= 0) return 0;

        var concepts = weights.ShareOfAll * shares.Both / MathF.Sqrt(shares.Left * shares.Right) + (1 - weights.ShareOfAll) * shares.Both / MathF.Min(shares.Left, shares.Right);
        var score = sameLanguage ? (1 - weights.ShareOfLetters) * concepts + weights.ShareOfLetters * Letters(left.Trigrams, right.Trigrams) : concepts;
        if (left.Denies != right.Denies) score *= weights.OneDenies;
        score *= 1 - weights.BothElse * MathF.Min(shares.LeftElse, shares.RightElse);
        return score * Groups(left.Features, right.Features);
    }

    private Shares Compare(IReadOnlyList<Feature> left, IReadOnlyList<Feature> right, bool sameLanguage)
    {
        var shares = default(Shares);
        int l = 0, r = 0;
        while (l < left.Count || r < right.Count)
        {
            if (r == right.Count || (l < left.Count && left[l].Key < right[r].Key))
            {
                shares.Left += Alone(left[l], sameLanguage);
                shares.LeftElse = MathF.Max(shares.LeftElse, Else(left[l++]));
            }
            else if (l == left.Count || right[r].Key < left[l].Key)
            {
                shares.Right += Alone(right[r], sameLanguage);
                shares.RightElse = MathF.Max(shares.RightElse, Else(right[r++]));
            }
            else
            {
                var square = left[l].Weight * left[l].Weight;
                (shares.Both, shares.Left, shares.Right) = (shares.Both + square, shares.Left + square, shares.Right + square);
                l++;
                r++;
            }
        }
        return shares;
    }

    private float Alone(Feature feature, bool sameLanguage) => feature.Weight * feature.Weight * (sameLanguage || feature.IsKnown ? 1 : weights.UnknownElsewhere);

    // What belongs to a group is judged there.
    private static float Else(Feature feature) => feature is { IsKnown: true, Group: 0 } ? feature.Weight : 0;

    // Measles here and cholera there, when here and why there: alike, but not the same.
    private float Groups(IReadOnlyList<Feature> left, IReadOnlyList<Feature> right)
    {
        var factor = 1f;
        Span<bool> seen = stackalloc bool[256];
        foreach (var feature in left)
        {
            if (feature.Group == 0 || seen[feature.Group]) continue;

            seen[feature.Group] = true;
            factor *= Meet(left, right, feature.Group) switch
            {
                Meeting.Apart => feature.Group == prints.Ask ? AsksApart(left, right) : feature.Group == Fingerprints.Numbers ? weights.OtherNumber : weights.OtherOfGroup,
                Meeting.One when feature.Group == prints.Ask && !prints.IsHow(feature.Key) => weights.OneAsk,
                _ => 1,
            };
        }
        return !seen[prints.Ask] && right.Any(feature => feature.Group == prints.Ask && !prints.IsHow(feature.Key)) ? factor * weights.OneAsk : factor;
    }

    private float AsksApart(IReadOnlyList<Feature> left, IReadOnlyList<Feature> right)
    {
        foreach (var here in left)
            foreach (var there in right)
                if (here.Group == prints.Ask && there.Group == prints.Ask && prints.AreNearAsks(here.Key, there.Key)) return weights.NearAsk;
        return weights.OtherAsk;
    }

    private static Meeting Meet(IReadOnlyList<Feature> left, IReadOnlyList<Feature> right, byte group)
    {
        var there = false;
        foreach (var feature in right)
        {
            if (feature.Group != group) continue;
            there = true;
            foreach (var other in left)
                if (other.Key == feature.Key) return Meeting.Shared;
        }
        return there ? Meeting.Apart : Meeting.One;
    }

    private static float Letters(int[] left, int[] right)
    {
        if (left.Length == 0 || right.Length == 0) return 0;
        int both = 0, l = 0, r = 0;
        while (l < left.Length && r < right.Length)
        {
            if (left[l] == right[r]) (both, l, r) = (both + 1, l + 1, r + 1);
            else if (left[l] < right[r]) l++;
            else r++;
        }
        return 2f * both / (left.Length + right.Length);
    }

    private enum Meeting { Shared, One, Apart }

    /// <summary>Sums of squares of what both say and of all that each says; and the weightiest known thing that only one says.</summary>
    private struct Shares
    {
        public float Both, Left, Right, LeftElse, RightElse;
    }
}
