namespace LiveDialogue.Simulator.Demo;

/// <summary>A question that the demo's public asks, and how far it has come.</summary>
/// <param name="Id">The same in each demo: a second start asks nothing twice.</param>
/// <param name="Steps">What a moderator has done with it, in order.</param>
/// <param name="Answer">With the last step, when that is an answer.</param>
internal sealed record DemoQuestion(string Id, string Text, string Language, string Name, string Country, IReadOnlyList<string> Steps, string? Answer = null)
{
    private static readonly string[] New = [], Approved = ["approve"], Shortlisted = ["approve", "shortlist"], Live = ["approve", "take"], Answered = ["approve", "take", "answer"];

    // Some in every lane, and three that nobody has looked at: those are the newcomer's. Two of them ask the same in other words.
    internal static readonly IReadOnlyList<DemoQuestion> All =
    [
        new("01JD3M0QVEST10N00000000001", "How do you keep the vaccine cold on a boat?", "en", "Mele", "Tonga", Answered, "In boxes with ice packs that hold for four days; the crews change the packs at each island."),
        new("01JD3M0QVEST10N00000000002", "¿Cuántos niños no reciben la vacuna este año?", "es", "Lucía", "Peru", Live),
        new("01JD3M0QVEST10N00000000003", "Le vaccin est gratuit dans toutes les écoles ?", "fr", "Aline", "Kinshasa", Approved),
        new("01JD3M0QVEST10N00000000004", "متى تصل الحملة إلى القرى البعيدة؟", "ar", "Salma", "Yemen", Approved),
        new("01JD3M0QVEST10N00000000005", "How can a student help from far away?", "en", "Jonas", "Germany", Shortlisted),
        new("01JD3M0QVEST10N00000000006", "How many children miss the vaccine this year?", "en", "Priya", "India", New),
        new("01JD3M0QVEST10N00000000007", "Combien d’enfants n’ont pas reçu le vaccin cette année ?", "fr", "Moussa", "Niger", New),
        new("01JD3M0QVEST10N00000000008", "¿Por qué algunas familias tienen miedo de la vacuna?", "es", "Carmen", "Mexico", New),
    ];
}
