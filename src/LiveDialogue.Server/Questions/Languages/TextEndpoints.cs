using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Audit;
using LiveDialogue.Server.Translation;

namespace LiveDialogue.Server.Questions.Languages;

/// <param name="Text">What the question means; left out: not corrected.</param>
/// <param name="Answer">What the written answer means.</param>
public sealed record TextCorrectionRequest(string? Text = null, string? Answer = null);

/// <param name="Language">BCP 47: what the question is in.</param>
public sealed record LanguageRequest(string? Language = null);

/// <summary>The room's table of contents.</summary>
internal static class TextEndpoints
{
    private const int MaxText = 1000;
    private const int MaxAnswer = 8000;

    public static void AddQuestionTexts(this IServiceCollection services)
    {
        services.AddSingleton<QuestionTexts>();
        services.AddSingleton<IQuestionCompanion>(s => s.GetRequiredService<QuestionTexts>());
        services.AddSingleton<ReadLanguages>();
        services.AddSingleton<IGlossaryCompanion, StaleTexts>();
        services.AddSingleton<TranslateQuestions>();
        services.AddSingleton<IReadyDetail>(s => s.GetRequiredService<TranslateQuestions>());
        services.AddSingleton<IMetricSource>(s => s.GetRequiredService<TranslateQuestions>());
        services.AddHostedService(s => s.GetRequiredService<TranslateQuestions>());
    }

    public static void MapQuestionTexts(this IEndpointRouteBuilder routes)
    {
        var texts = routes.MapGroup("/api/v1/events/{event}").WithTags("Languages");
        texts.MapGet("/texts/{language}", ReadAsync).RequireAuthorization(Policies.Audience).WithSummary("The caller's text board in a language.").Produces<TextBoard>();
        texts.MapPut("/questions/{id}/texts/{language}", CorrectAsync).RequireAuthorization(Policies.Moderator)
            .WithSummary("A person's words: they win over the machine's, here and for the same words asked by somebody else.").Produces<TextView>();
        texts.MapPost("/questions/{id}/language", SetLanguageAsync).RequireAuthorization(Policies.Moderator).WithSummary("What the question is in, said by a moderator.").Produces<QuestionView>();
    }

    private static async Task<IResult> ReadAsync(string @event, string language, HttpContext http, EventStore events, QuestionTexts texts, CancellationToken ct)
    {
        var caller = http.Caller();
        if (await events.FindAsync(@event, ct) is not { } live || (live.PublishedAt is null && !caller.ModeratesAt(live.Id))) return TypedResults.NotFound();

        var role = caller.RoleAt(live.Id);
        http.Response.Headers.CacheControl = "no-store";        // whose board it is, the credentials say
        return TextBoards.LanguageOf(live, role, language) is { } known
            ? TypedResults.Ok(await texts.ReadBoardAsync(live.Id, QuestionBoards.For(role), known, ct))
            : QuestionProblem.Invalid("language", "malformed");
    }

    private static async Task<IResult> CorrectAsync(
        string @event, string id, string language, TextCorrectionRequest request, HttpContext http, EventStore events, QuestionStore questions, QuestionTexts texts, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live || !QuestionId.TryParse(id, out var parsed)) return TypedResults.NotFound();
        if (await questions.FindAsync(live.Id, parsed, ct) is not { IsAtRisk: false } question) return TypedResults.NotFound();
        if (TextBoards.LanguageOf(live, Role.Moderator, language) is not { } known) return QuestionProblem.Invalid("language", "malformed");

        if (request.Answer?.Trim().Length > MaxAnswer) return QuestionProblem.Invalid("answer", "too-long");
        var (text, answer) = (QuestionText.Clean(request.Text), QuestionText.CleanLines(request.Answer));
        if (text is null && answer is null) return QuestionProblem.Invalid("text", "missing");
        if (text is not null && !QuestionText.Fits(text, MaxText)) return QuestionProblem.Invalid("text", "too-long");
        if (text is not null && known == TextSource.Primary(question.Language)) return QuestionProblem.Invalid("language", "same");
        if (answer is not null && question.Answer is null) return QuestionProblem.WrongState(question);

        var answerFrom = TextPlan.AnswerLanguage(question.Answer ?? "", TextSource.Primary(live.Languages[0]));
        return await texts.CorrectAsync(live.Id, parsed, known, text, answer, answerFrom, DeedOf(http.Caller(), "correct-text", known), ct) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound();
    }

    private static async Task<IResult> SetLanguageAsync(string @event, string id, LanguageRequest request, HttpContext http, EventStore events, QuestionStore questions, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live || !QuestionId.TryParse(id, out var parsed)) return TypedResults.NotFound();
        if (QuestionText.CleanLanguage(request.Language) is not { } language) return QuestionProblem.Invalid("language", request.Language is null ? "missing" : "malformed");

        return await questions.ChangeAsync(live.Id, parsed, question => question.IsAtRisk ? null : question.In(language), DeedOf(http.Caller(), "language", language), ct) switch
        {
            ChangeOutcome.Done done => TypedResults.Ok(QuestionView.ForModerators(done.Question)),
            _ => TypedResults.NotFound(),
        };
    }

    private static Deed DeedOf(Caller caller, string action, string language) => Deed.By(caller, action) with { Detail = JsonSerializer.Serialize(new { language }, Json.Options) };
}
