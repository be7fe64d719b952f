using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Storage;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Questions.Desk;

/// <summary>What became of a question since somebody saw it, from the change rows of the moderators' boards.</summary>
internal static class QuestionHistory
{
    /// <summary>
    /// The members of <see cref="QuestionView"/> that are others now, of those a decision rests on: state, reason, mergedInto, answer, labels;
    /// and claim where somebody else took it. Votes, the caller's own claim and one that ended change nobody's mind.
    /// </summary>
    /// <returns>Empty: decide. "state" where what was seen is no longer known.</returns>
    public static async Task<IReadOnlyList<string>> DifferenceAsync(DbReader reader, Question now, Seen seen, Instant at)
    {
        if (seen.Revision is not { } revision || revision >= now.Revision) return [];

        // The board condition is the index's own, word for word.
        var payload = await reader.FirstAsync<string>(
            """
            SELECT payload FROM changes
            WHERE board IN ('questions.moderation', 'questions.risk') AND event = @Event AND json_extract(payload, '$.id') = @Id
                AND json_extract(payload, '$.version') <= @revision AND json_extract(payload, '$.state') <> 'withdrawn'
            ORDER BY json_extract(payload, '$.version') DESC LIMIT 1
            """,
            new { now.Event, now.Id, revision });
        return payload is not null && JsonSerializer.Deserialize<QuestionView>(payload, Json.Options) is { } was ? Difference(was, now, seen.Holder, at) : ["state"];
    }

    /// <summary>Pure.</summary>
    public static IReadOnlyList<string> Difference(QuestionView was, Question now, string holder, Instant at)
    {
        var isNow = QuestionView.ForModerators(now);
        var changed = new List<string>();
        if (was.State != isNow.State) changed.Add("state");
        if (was.Reason != isNow.Reason) changed.Add("reason");
        if (was.MergedInto != isNow.MergedInto) changed.Add("mergedInto");
        if (was.Answer?.Text != isNow.Answer?.Text) changed.Add("answer");
        if (!(was.Labels ?? []).SequenceEqual(isNow.Labels ?? [], StringComparer.Ordinal)) changed.Add("labels");
        if (now.Claim is { } claim && claim.Until > at && claim.Holder != holder && !HeldThen(was, claim.Holder)) changed.Add("claim");
        return changed;
    }

    // A lease that was renewed is the same claim.
    private static bool HeldThen(QuestionView was, string holder) => was.Claim is { } claim && claim.By == holder && InstantPattern.ExtendedIso.Parse(claim.Until).Success;
}
