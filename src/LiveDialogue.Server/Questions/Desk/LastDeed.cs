using LiveDialogue.Server.Questions.Audit;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Questions.Desk;

/// <summary>The last decision on a question, for whoever was slower: "Amina, 3 s ago".</summary>
/// <param name="By">As the other moderators know them: an invite's name, or "host". Null for a rule, and for an invite that is gone.</param>
internal sealed record LastDeed(string? By, Instant At)
{
    public static async Task<LastDeed?> OfAsync(DbReader reader, Question question)
    {
        if (await ModerationLog.LastOfAsync(reader, question.Event, question.Id) is not { } entry) return null;

        var by = entry.Actor == "host" ? entry.Actor : await reader.FirstAsync<string>("SELECT name FROM invites WHERE id = @Actor", new { entry.Actor });
        return new(by, entry.At);
    }
}
