using LiveDialogue.Server.Questions;
using NodaTime;

namespace LiveDialogue.Server.Tests.Questions;

public sealed class QuestionTests
{
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 16, 13, 0);

    /// <summary>Rows: from, command, to; an empty to is a refusal. The table of the slice's README.</summary>
    [Theory]
    [InlineData("received", "approve", "approved")]
    [InlineData("held", "approve", "approved")]
    [InlineData("approved", "approve", "")]
    [InlineData("rejected", "approve", "")]
    [InlineData("live", "approve", "")]
    [InlineData("received", "reject", "rejected")]
    [InlineData("held", "reject", "rejected")]
    [InlineData("approved", "reject", "rejected")]
    [InlineData("shortlisted", "reject", "rejected")]
    [InlineData("live", "reject", "")]
    [InlineData("answered", "reject", "")]
    [InlineData("approved", "shortlist", "shortlisted")]
    [InlineData("received", "shortlist", "")]
    [InlineData("shortlisted", "shortlist", "")]
    [InlineData("approved", "take", "live")]
    [InlineData("shortlisted", "take", "live")]
    [InlineData("received", "take", "")]
    [InlineData("rejected", "take", "")]
    [InlineData("live", "take", "")]
    [InlineData("answered", "take", "")]
    [InlineData("live", "answer", "answered")]
    [InlineData("approved", "answer", "")]
    [InlineData("received", "answer", "")]
    [InlineData("approved", "answer-in-writing", "answered")]
    [InlineData("shortlisted", "answer-in-writing", "answered")]
    [InlineData("live", "answer-in-writing", "answered")]
    [InlineData("received", "answer-in-writing", "")]
    [InlineData("rejected", "answer-in-writing", "")]
    [InlineData("received", "restore", "")]
    [InlineData("held", "restore", "")]
    [InlineData("approved", "restore", "received")]
    [InlineData("rejected", "restore", "received")]
    [InlineData("shortlisted", "restore", "approved")]
    [InlineData("live", "restore", "shortlisted")]
    [InlineData("answered", "restore", "shortlisted")]
    [InlineData("received", "merge", "rejected")]
    [InlineData("live", "merge", "")]
    public void A_command_leads_where_the_table_says(string from, string command, string to)
    {
        var question = In(from);
        var after = command switch
        {
            "approve" => question.Approve(),
            "reject" => question.Reject(RejectReason.OffTopic),
            "shortlist" => question.Shortlist(),
            "take" => question.Take(Now),
            "answer" => question.DoneWith(null, Now),
            "answer-in-writing" => question.DoneWith("Yes.", Now),
            "merge" => question.MergeInto(In("approved") with { Id = new("01HZX0000000000000000000BB") }),
            _ => question.Restore(),
        };

        Assert.Equal(to, after?.State.Wire() ?? "");
        if (after is not null) Assert.Equal(question.Revision + 1, after.Revision);
    }

    [Fact]
    public void A_restored_rejection_forgets_its_reason_and_what_it_was_merged_into()
    {
        var merged = In("received").MergeInto(In("approved") with { Id = new("01HZX0000000000000000000BB") })!;
        Assert.Equal(RejectReason.Duplicate, merged.Reason);
        Assert.Equal("01HZX0000000000000000000BB", merged.MergedInto?.Value);

        var restored = merged.Restore()!;
        Assert.Null(restored.Reason);
        Assert.Null(restored.MergedInto);
    }

    [Fact]
    public void A_question_is_not_merged_into_itself_nor_into_a_rejected_one()
    {
        Assert.Null(In("received").MergeInto(In("received")));
        Assert.Null(In("received").MergeInto(In("rejected") with { Id = new("01HZX0000000000000000000BB") }));
    }

    [Fact]
    public void A_claim_keeps_others_out_for_a_minute_and_its_holder_may_renew_it()
    {
        var claimed = In("received").ClaimFor("a", "Amina", Now)!;

        Assert.Null(claimed.ClaimFor("b", "Ben", Now + Duration.FromSeconds(59)));
        Assert.Null(claimed.Release("b", Now));
        Assert.Equal(Now + Duration.FromSeconds(90), claimed.ClaimFor("a", "Amina", Now + Duration.FromSeconds(30))!.Claim!.Until);
        Assert.Equal("b", claimed.ClaimFor("b", "Ben", Now + Duration.FromSeconds(60))!.Claim!.Holder);
        Assert.Null(claimed.Release("a", Now)!.Claim);
        Assert.Null(claimed.Approve()!.Claim);
    }

    [Theory]
    [InlineData("received", false, false, true)]
    [InlineData("held", false, false, true)]
    [InlineData("rejected", false, false, true)]
    [InlineData("approved", true, false, true)]
    [InlineData("shortlisted", true, true, true)]
    [InlineData("live", true, true, true)]
    [InlineData("answered", true, true, true)]
    public void Each_board_shows_what_its_audience_may_see(string state, bool everybody, bool speakers, bool moderators)
    {
        var question = In(state);
        Assert.Equal(everybody, QuestionBoards.See(QuestionBoards.Public, question) is not null);
        Assert.Equal(speakers, QuestionBoards.See(QuestionBoards.Speaker, question) is not null);
        Assert.Equal(moderators, QuestionBoards.See(QuestionBoards.Moderation, question) is not null);
    }

    [Fact]
    public void A_question_that_leaves_a_board_is_withdrawn_without_its_text()
    {
        var before = In("approved");
        var changes = QuestionBoards.Changes(before, before.Reject(RejectReason.Unkind)!).ToDictionary(change => change.Board, change => change.View);

        Assert.Equal("withdrawn", changes[QuestionBoards.Public].State);
        Assert.Null(changes[QuestionBoards.Public].Text);
        Assert.Null(changes[QuestionBoards.Public].Reason);
        Assert.Equal("unkind", changes[QuestionBoards.Moderation].Reason);
        Assert.False(changes.ContainsKey(QuestionBoards.Speaker));
    }

    [Fact]
    public void A_claim_is_news_for_moderators_only()
    {
        var before = In("approved");
        Assert.Equal([QuestionBoards.Moderation], QuestionBoards.Changes(before, before.ClaimFor("a", "Amina", Now)!).Select(change => change.Board));
    }

    private static Question In(string state) => new()
    {
        Id = new("01HZX0000000000000000000AA"),
        Event = new("01HZX00000000000000000000E"),
        Device = "device",
        Text = "What helps most?",
        Shown = "What helps most?",
        Language = "en",
        State = QuestionStates.Parse(state),
        CreatedAt = Now,
    };
}
