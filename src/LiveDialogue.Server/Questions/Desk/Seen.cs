using LiveDialogue.Server.Questions.Audit;

namespace LiveDialogue.Server.Questions.Desk;

/// <summary>Who gives a command, and what of the question they had before them.</summary>
/// <param name="Holder">The moderator's invite, or "host": as the moderation log names them.</param>
/// <param name="Name">As the others know them.</param>
/// <param name="Revision">The question's, on their screen; null: whatever it is now.</param>
internal sealed record Seen(string Holder, string Name, int? Revision)
{
    public Deed Deed(string action) => new(Holder, action);
}
