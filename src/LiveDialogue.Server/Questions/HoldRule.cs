namespace LiveDialogue.Server.Questions;

/// <summary>Sends what was noticed at ask time to a closer look: a child's number must not be approved in passing, nor a word the host asked to be shown.</summary>
internal static class HoldRule
{
    public static QuestionState FirstState(IReadOnlyList<string> flags) => flags.Count > 0 ? QuestionState.Held : QuestionState.Received;
}
