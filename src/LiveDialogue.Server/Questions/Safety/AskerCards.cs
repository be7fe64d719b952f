using LiveDialogue.Server.Events;
using NodaTime.Text;

namespace LiveDialogue.Server.Questions.Safety;

/// <summary>The asker's own card: every state ends in something their asker can read.</summary>
internal sealed class AskerCards(QuestionStore store, EventHelp help)
{
    public async Task<QuestionView> OfAsync(LiveEvent live, Question question, CancellationToken ct)
    {
        if (question.IsAtRisk) return QuestionView.ForAsker(question) with { Became = BecameOf(question, live.State, null), Help = await help.ForAsync(question, ct) };

        var standIn = question.MergedInto is null ? null : await store.MasterOfAsync(question, ct);
        var card = QuestionView.ForAsker(question, standIn) with { Became = BecameOf(question, live.State, standIn) };
        return standIn is { IsPublic: true, State: QuestionState.Answered }
            ? card with { Answer = new(standIn.Answer, standIn.AnsweredAt is { } at ? InstantPattern.ExtendedIso.Format(at) : null) }
            : card;
    }

    /// <summary>A word for what the asker is told. Pure.</summary>
    /// <param name="standIn">What is asked in its stead, where it was merged.</param>
    internal static string BecameOf(Question question, EventState state, Question? standIn)
    {
        var over = state is EventState.Ended or EventState.Cancelled;
        return question switch
        {
            { Risk: RiskState.Waiting } => "risk",
            { Risk: RiskState.Seen } => "risk-seen",
            { State: QuestionState.Rejected, MergedInto: not null } => standIn switch
            {
                { IsPublic: true, State: QuestionState.Answered } => "merged-answered",
                { IsPublic: true, State: QuestionState.Live } => "merged-live",
                _ => over ? "unanswered" : "merged",
            },
            { State: QuestionState.Rejected } => "rejected",
            { State: QuestionState.Answered } => "answered",
            _ when over => "unanswered",
            _ => question.State.Wire(),
        };
    }
}
