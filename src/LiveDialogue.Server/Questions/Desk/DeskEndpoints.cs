using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Questions.Desk;

/// <summary>What moderators have beside one question: many at once, undo, how questions come in, the note for who comes next.</summary>
internal static class DeskEndpoints
{
    public static void AddDesk(this IServiceCollection services)
    {
        services.AddSingleton<Undos>();
        services.AddSingleton<QuestionDesk>();
        services.AddSingleton<DeskStore>();
        services.AddSingleton<IQuestionCompanion, RiskCount>();
        services.AddSingleton<Addressees>();
        services.AddSingleton<IBoardReader, DeskBoardReader>();
    }

    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        var everybody = routes.MapGroup("/api/v1/events/{event}").RequireAuthorization(Policies.Audience).WithTags("Questions");
        everybody.MapGet("/intake", SetIntake.ReadAsync).WithSummary("Whether questions are taken, and how often one device may ask.").Produces<IntakeContent>();
        everybody.MapGet("/addressees", Addressees.HandleAsync).WithSummary("Whom a question may be for: the event's offices and speakers.").Produces<AddresseesView>();

        var desk = routes.MapGroup("/api/v1/events/{event}").RequireAuthorization(Policies.Moderator).KeptByNobody().WithTags("Moderation");
        desk.MapPost("/questions/bulk", BulkQuestions.HandleAsync).WithSummary("One decision on at most 200 questions, in one transaction; preview changes nothing.").Produces<BulkView>();
        desk.MapPost("/moderation/{number}/undo", UndoDecision.HandleAsync).WithSummary("Puts back what a decision changed, within 30 s of it.").Produces<UndoneView>();
        desk.MapGet("/desk", SetDesk.ReadAsync).WithSummary("Intake, keywords, hand-over note.").Produces<DeskContent>();
        desk.MapPut("/intake", SetIntake.HandleAsync).WithSummary("Opens and closes the intake, sets slow mode; If-Match.").Produces<IntakeContent>();
        desk.MapGet("/keywords", SetDesk.ReadKeywordsAsync).Produces<KeywordsView>();
        desk.MapGet("/handover", SetDesk.ReadHandoverAsync).Produces<HandoverView>();
        desk.MapPut("/keywords", SetDesk.KeywordsAsync).WithMetadata(new BodyLimit(128 * 1024)).WithSummary("Words that hold a question for a closer look; If-Match.").Produces<KeywordsView>();
        desk.MapPut("/handover", SetDesk.HandoverAsync).WithSummary("The note for the moderators who come next; If-Match.").Produces<HandoverView>();
    }
}
