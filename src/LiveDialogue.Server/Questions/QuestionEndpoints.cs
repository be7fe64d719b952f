using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Clusters;
using LiveDialogue.Server.Questions.Audit;
using LiveDialogue.Server.Questions.Desk;
using LiveDialogue.Server.Questions.Languages;
using LiveDialogue.Server.Questions.Ledger;
using LiveDialogue.Server.Questions.Safety;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Questions;

/// <summary>The slice's table of contents.</summary>
internal static class QuestionEndpoints
{
    public static void AddQuestions(this IServiceCollection services)
    {
        SqlTypes.AddId<QuestionId>();
        services.AddSingleton<ModerationLog>();
        services.AddSingleton<AskerCards>();
        services.AddSingleton<EventHelp>();
        services.AddSingleton<SafetyDesk>();
        services.AddSingleton<IEventCompanion, MinorsCompanion>();
        services.AddSingleton<QuestionStore>();
        services.AddQuestionTexts();
        services.AddSingleton<IBoardReader, QuestionBoardReader>();
        services.AddDesk();
        services.AddSingleton<ModerateQuestion>();
        services.AddSingleton<QuestionVotes>();
        services.AddSingleton<ClusterKeeper>();
        services.AddHostedService(s => s.GetRequiredService<ClusterKeeper>());
        services.AddSingleton<VoteCounts>();
        services.AddHostedService(s => s.GetRequiredService<VoteCounts>());
        services.AddSingleton(s => new AskQuestion(
            s.GetRequiredService<EventStore>(), s.GetRequiredService<QuestionStore>(), s.GetRequiredService<DeskStore>(), s.GetRequiredService<Addressees>(), s.GetRequiredService<AskerCards>(), s.GetRequiredService<TokenBuckets>(),
            s.GetRequiredService<IClock>()));
    }

    public static void MapQuestions(this IEndpointRouteBuilder routes)
    {
        var questions = routes.MapGroup("/api/v1/events/{event}/questions").RequireAuthorization(Policies.Audience).WithTags("Questions");
        questions.MapGet("/", ListQuestions.HandleAsync).WithSummary("The caller's board, or what changed on it after a version.").Produces<QuestionBoard>();
        questions.MapPost("/", AskQuestion.HandleAsync).RequireLimit(Limits.Ask).WithMetadata(new NoAntiforgery()).WithSummary("Ask. Sending the same id and text again is harmless.").Produces<QuestionView>(201).Produces<QuestionView>();
        questions.MapGet("/{id}", ListQuestions.OneAsync).WithSummary("The asker's own card.").Produces<QuestionView>();
        questions.MapPost("/{id}/vote", VoteQuestion.CastAsync).RequireLimit(Limits.Vote).WithMetadata(new NoAntiforgery()).Produces<VoteView>();
        questions.MapDelete("/{id}/vote", VoteQuestion.TakeBackAsync).RequireLimit(Limits.Vote).WithMetadata(new NoAntiforgery()).Produces<VoteView>();

        var moderation = questions.MapGroup("/{id}").RequireAuthorization(Policies.Moderator);
        moderation.MapPost("/approve", ModerateQuestion.ApproveAsync);
        moderation.MapPost("/reject", ModerateQuestion.RejectAsync);
        moderation.MapPost("/shortlist", ModerateQuestion.ShortlistAsync);
        moderation.MapPost("/take", ModerateQuestion.TakeAsync);
        moderation.MapPost("/answer", ModerateQuestion.AnswerAsync);
        moderation.MapPost("/restore", ModerateQuestion.RestoreAsync);
        moderation.MapPost("/merge", ModerateQuestion.MergeAsync);
        moderation.MapPost("/unmerge", ModerateQuestion.UnmergeAsync);
        moderation.MapGet("/similar", SimilarQuestions.HandleAsync).WithSummary("What looks like the same question now, best first.").Produces<SimilarContent>();
        moderation.MapPost("/labels", ModerateQuestion.LabelAsync);
        moderation.MapPost("/claim", ModerateQuestion.ClaimAsync);
        moderation.MapPost("/release", ModerateQuestion.ReleaseAsync);
        moderation.MapPost("/to-risk", SafetyDesk.ToRiskAsync);
        moderation.MapPost("/clear-risk", SafetyDesk.ClearRiskAsync);
        moderation.MapPost("/see-to", SafetyDesk.SeeToAsync);
        moderation.MapPost("/block", SafetyDesk.BlockAsync);
        moderation.MapPost("/unblock", SafetyDesk.UnblockAsync);
        questions.MapPost("/{id}/report", ReportQuestion.HandleAsync).RequireLimit(Limits.Vote).WithMetadata(new NoAntiforgery());
        routes.MapModerationLog();
        routes.MapDesk();
        routes.MapQuestionTexts();
        routes.MapEventHelp();
        routes.MapLedger();
    }

    /// <summary>What stands for "one device": the browser's, or the invite of a caller without one. Empty for scripts.</summary>
    public static string DeviceOf(Caller caller) => caller.Device.Length > 0 ? caller.Device : caller.Invite is { } invite ? $"invite:{invite.Value}" : "";
}
