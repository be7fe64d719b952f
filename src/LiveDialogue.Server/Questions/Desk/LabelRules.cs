namespace LiveDialogue.Server.Questions.Desk;

/// <summary>Topics that moderators put on questions: few and short, or nobody can filter by them. Pure.</summary>
internal static class LabelRules
{
    public const int Most = 5;

    /// <summary>User-perceived characters of one.</summary>
    public const int MaxGraphemes = 30;

    /// <returns>Cleaned, each once whatever its case, in the order given; null when there are too many or one is too long.</returns>
    public static IReadOnlyList<string>? Clean(IReadOnlyList<string>? raw)
    {
        if (raw is null || raw.Count > Most * 4) return null;

        var labels = new List<string>();
        foreach (var one in raw)
        {
            if (QuestionText.Clean(one) is not { } label) continue;
            if (!QuestionText.Fits(label, MaxGraphemes)) return null;
            if (!labels.Contains(label, StringComparer.OrdinalIgnoreCase)) labels.Add(label);
        }
        return labels.Count <= Most ? labels : null;
    }
}
