namespace LiveDialogue.Server.Questions.Desk;

/// <summary>Board <c>intake</c>, for everybody: how questions come in.</summary>
/// <param name="Open">False: moderators closed it, though the event goes on.</param>
/// <param name="SlowModeSeconds">Between two questions of one device; 0 for none.</param>
/// <param name="Minors">Children ask: no names, no places finer than a country.</param>
/// <param name="Revision">The ETag, for PUT …/intake.</param>
public sealed record IntakeContent(bool Open, int SlowModeSeconds, bool Minors, int Revision)
{
    public const string Board = "intake";
}

/// <summary>Board <c>desk</c>, for moderators and hosts.</summary>
/// <param name="RiskWaiting">Questions that a safeguarding moderator has yet to look at.</param>
public sealed record DeskContent(IntakeContent Intake, KeywordsView Keywords, HandoverView Handover, int RiskWaiting)
{
    public const string Board = "desk";
}

/// <param name="Keywords">As they were written; a question that has one of them is held.</param>
/// <param name="Revision">The ETag, for PUT …/keywords.</param>
public sealed record KeywordsView(IReadOnlyList<string> Keywords, int Revision);

/// <param name="By">Who wrote it; null while nobody has.</param>
/// <param name="At">RFC 3339, UTC.</param>
/// <param name="Revision">The ETag, for PUT …/handover.</param>
public sealed record HandoverView(string Text, string? By, string? At, int Revision);
