using System.Globalization;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Languages;
using LiveDialogue.Server.Questions.Desk;

namespace LiveDialogue.Server.Pages.Audience;

/// <summary>Pages for everybody; complete without script.</summary>
internal static class AudiencePages
{
    public static async Task<IResult> HomeAsync(HttpContext http, PageDesk desk, EventStore events, CancellationToken ct)
    {
        var all = await events.ListAsync(ct);
        return await desk.DrawAsync<HomePage>(("Page", desk.Context(http)), ("Events", all.Where(e => e.PublishedAt is not null).ToArray()));
    }

    /// <param name="asked">The question that the form without script just sent.</param>
    public static async Task<IResult> EventAsync(string @event, string? asked, HttpContext http, PageDesk desk, EventStore events, QuestionStore questions, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } found || !found.IsVisibleTo(http.Caller())) return await desk.NothingHereAsync(http);

        var mine = await MineAsync(found, asked, http, questions, ct);
        return await DrawAsync(StatusCodes.Status200OK, found, mine, null, http, desk, questions, ct);
    }

    /// <summary>The form: stores the question and leads back to the page, where the asker's card is.</summary>
    public static async Task<IResult> AskAsync(string @event, HttpContext http, PageDesk desk, EventStore events, QuestionStore questions, AskQuestion ask, CancellationToken ct)
    {
        if (!IsOurOwnForm(http)) return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (await events.FindAsync(@event, ct) is not { } found) return await desk.NothingHereAsync(http);

        if (await FormAsync(http.Request, ct) is not { } form) return Results.StatusCode(StatusCodes.Status400BadRequest);
        var request = new AskRequest(Field("id"), Field("text"), Field("language"), Field("name"), Field("country"), Field("addressee"));
        switch (await ask.AskAsync(@event, request, http.Caller(), http.Network(), ct))
        {
            case AskResult.Accepted accepted:
                return Results.Redirect($"/e/{found.Slug}?asked={accepted.Question.Id}#mine", permanent: false, preserveMethod: false);
            case AskResult.NoSuchEvent:
                return await desk.NothingHereAsync(http);
            case var refused:
                var draft = new AskDraft(Storage.Ulid.New(http.RequestServices.GetRequiredService<NodaTime.IClock>()), request.Text ?? "", request.Name, request.Country, request.Addressee, ProblemOf(refused));
                if (refused is AskResult.TooSoon { Wait: var wait }) http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return await DrawAsync(StatusOf(refused), found, null, draft, http, desk, questions, ct);
        }

        string? Field(string name) => form[name].ToString() is { Length: > 0 } value ? value : null;
    }

    /// <summary>What became of all questions, in numbers.</summary>
    public static async Task<IResult> LedgerAsync(string @event, HttpContext http, PageDesk desk, EventStore events, QuestionStore questions, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } e || !e.IsVisibleTo(http.Caller())) return await desk.NothingHereAsync(http);

        http.Response.Headers.CacheControl = "private, no-cache";
        return await desk.DrawAsync<LedgerPage>(("Page", desk.Context(http) with { Path = $"/e/{e.Slug}/ledger" }), ("E", e), ("Ledger", Questions.Ledger.QuestionLedger.Of(await questions.ListAsync(e.Id, ct))));
    }

    /// <returns>Null for what isn't a form, or more of one than a page of ours sends.</returns>
    private static async Task<IFormCollection?> FormAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType) return null;
        try
        {
            return await request.ReadFormAsync(ct);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)    // BadHttpRequestException is the latter: too large, or cut short
        {
            return null;
        }
    }

    private static int StatusOf(AskResult refused) => refused switch
    {
        AskResult.Blocked => StatusCodes.Status403Forbidden,
        AskResult.Closed or AskResult.Paused => StatusCodes.Status409Conflict,
        AskResult.TooSoon => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static string ProblemOf(AskResult refused) => refused switch
    {
        AskResult.Closed => "ask.closed",
        AskResult.Paused => "ask.paused",
        AskResult.TooSoon => "ask.slow",
        AskResult.Blocked => "ask.blocked",
        AskResult.Invalid { Field: "text", Problem: "missing" } => "ask.empty",
        AskResult.Invalid { Field: "text", Problem: "too-long" } => "ask.too-long",
        _ => "ask.failed",
    };

    private static async Task<IResult> DrawAsync(int status, LiveEvent e, QuestionView? mine, AskDraft? draft, HttpContext http, PageDesk desk, QuestionStore questions, CancellationToken ct)
    {
        var page = PageDesk.IsHost(http) ? desk.HostContext(http) : desk.Context(http);
        var board = await questions.ReadBoardAsync(e.Id, QuestionBoards.Public, http.Caller().Device, ct);
        var intake = (await http.RequestServices.GetRequiredService<DeskStore>().ReadAsync(e.Id, ct)).Intake;
        var addressees = e.IsOpen ? await http.RequestServices.GetRequiredService<Addressees>().OfAsync(e, ct) : [];
        http.RequestServices.GetRequiredService<ReadLanguages>().NotePage(e.Id, page.Language.Code);
        var texts = await http.RequestServices.GetRequiredService<QuestionTexts>().ReadBoardAsync(e.Id, QuestionBoards.Public, page.Language.Code, ct);
        var boot = desk.WithProgram(PageDesk.BootOf(page, "audience", e, page.Here, "player", "slate", "ask", "mine", "help", "reason", "questions", "text"), e) with
        {
            Texts = texts.Texts.Count == 0 ? null : texts.Texts,
            Questions = new { board.Version, board.Questions },
            Intake = intake,
            Csrf = page.Csrf,
        };
        var url = desk.Absolute($"/e/{e.Slug}");
        http.Response.Headers.CacheControl = "private, no-cache";   // a cookie may have chosen language, zone and votes
        return await desk.DrawAsync<EventPage>(
            status, ("Page", page with { Path = $"/e/{e.Slug}" }), ("E", e), ("Url", url), ("JsonLd", EventJsonLd.Of(e, url, desk.Absolute("/"), desk.Organizer)),
            ("Boot", boot), ("Questions", board.Questions), ("Texts", texts.Texts.ToDictionary(text => text.Question, StringComparer.Ordinal)), ("Mine", mine), ("Draft", draft),
            ("Paused", !intake.Open), ("Addressees", addressees));
    }

    /// <summary>Only this device's own: an unpublished question is nobody else's business.</summary>
    private static async Task<QuestionView?> MineAsync(LiveEvent e, string? asked, HttpContext http, QuestionStore questions, CancellationToken ct)
    {
        var device = QuestionEndpoints.DeviceOf(http.Caller());
        return device.Length > 0 && QuestionId.TryParse(asked, out var id) && await questions.FindAsync(e.Id, id, ct) is { } question && question.Device == device
            ? await http.RequestServices.GetRequiredService<Questions.Safety.AskerCards>().OfAsync(e, question, ct)
            : null;
    }

    // Browsers of the last years say where a form was sent from; one that says nothing is let in, since nothing is at stake but a question.
    private static bool IsOurOwnForm(HttpContext http)
    {
        if (http.Request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site) return site is "same-origin" or "none";
        var origin = http.Request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == http.Request.Host.Value);
    }
}
