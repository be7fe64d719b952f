namespace LiveDialogue.Server.Questions.Languages;

/// <summary>One part of one question, to be said in one language.</summary>
/// <param name="Digest">Of the words as they were when it was planned.</param>
/// <param name="From">Primary subtag.</param>
/// <param name="Language">Into this one.</param>
internal sealed record TextJob(EventId Event, QuestionId Question, TextPart Part, string Words, string Digest, string From, string Language, TextUrgency Urgency)
{
    public (QuestionId Question, TextPart Part, string Language) Key => (Question, Part, Language);
}

/// <summary>Who waits for it: on air before in line, in line before the list, the list before what nobody has looked at; of equals the newest, since that is where moderators look.</summary>
/// <param name="Rank">0 for what is on air.</param>
/// <param name="Age">The less the newer; of no other meaning.</param>
internal readonly record struct TextUrgency(int Rank, long Age)
{
    public static TextUrgency Of(Question question) => new(
        question.State switch
        {
            QuestionState.Live => 0,
            QuestionState.Shortlisted => 1,
            QuestionState.Approved or QuestionState.Answered => 2,
            _ => 3,
        },
        -question.CreatedAt.ToUnixTimeTicks());

    public (int, long) Order => (Rank, Age);
}
