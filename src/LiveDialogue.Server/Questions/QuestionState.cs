namespace LiveDialogue.Server.Questions;

/// <summary>What became of a question. Its lower-case name goes over the wire and into the database.</summary>
internal enum QuestionState
{
    /// <summary>Nobody has looked at it yet.</summary>
    Received,

    /// <summary>Set aside by a rule (<see cref="HoldRule"/>) for a closer look; otherwise as received.</summary>
    Held,

    /// <summary>On the public board, open for votes.</summary>
    Approved,
    Rejected,

    /// <summary>In line: the speakers see it coming.</summary>
    Shortlisted,

    /// <summary>Being answered now; one per event at most.</summary>
    Live,
    Answered,
}

internal static class QuestionStates
{
    public static string Wire(this QuestionState state) => state switch
    {
        QuestionState.Received => "received",
        QuestionState.Held => "held",
        QuestionState.Approved => "approved",
        QuestionState.Rejected => "rejected",
        QuestionState.Shortlisted => "shortlisted",
        QuestionState.Live => "live",
        _ => "answered",
    };

    /// <param name="wire">As <see cref="Wire"/> wrote it.</param>
    public static QuestionState Parse(string wire) => Enum.Parse<QuestionState>(wire, ignoreCase: true);
}
