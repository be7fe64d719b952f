using System.Text.RegularExpressions;

namespace LiveDialogue.Server.Questions;

/// <summary>Sends texts that carry a way to reach somebody to a closer look: a child's number must not be approved in passing.</summary>
internal static partial class HoldRule
{
    public static QuestionState FirstState(string text) =>
        Links().IsMatch(text) || Numbers().IsMatch(text) ? QuestionState.Held : QuestionState.Received;

    [GeneratedRegex(@"https?:|www\.|\w@\w|\b[\w-]+\.(com|org|net|info|io|me|ly)\b", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 100)]
    private static partial Regex Links();

    // Seven digits and more, of any script, with the usual separators between: a phone number, not a year or a sum.
    [GeneratedRegex(@"\d(?:[\s().\-/]{0,2}\d){6,}", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Numbers();
}
