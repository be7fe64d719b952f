using System.Numerics;
using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Audit;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Questions.Safety;

/// <param name="Reason">off-topic, unkind, personal, unsafe or another of the reasons of a rejection; left out: other.</param>
public sealed record ReportRequest(string? Reason = null);

/// <param name="Reported">True; also when this device had reported it before.</param>
public sealed record ReportView(string Id, bool Reported);

/// <summary>POST …/questions/{id}/report by anybody, once a device, of a public question: the moderators see how many did.</summary>
internal static class ReportQuestion
{
    private const int CountedOneByOne = 16;

    public static async Task<IResult> HandleAsync(string @event, string id, HttpContext http, EventStore events, QuestionStore store, Db db, IClock clock, CancellationToken ct)
    {
        if (!QuestionId.TryParse(id, out var parsed) || await events.FindAsync(@event, ct) is not { PublishedAt: not null } live) return TypedResults.NotFound();
        if (await ReadAsync(http.Request, ct) is not { } request) return TypedResults.BadRequest();
        if (!RejectReasons.TryParse(request.Reason ?? "other", out var reason)) return QuestionProblem.Invalid("reason", "malformed");

        var device = QuestionEndpoints.DeviceOf(http.Caller());
        if (device.Length == 0) return TypedResults.Problem("A report belongs to a device; this request carries no cookie.", statusCode: StatusCodes.Status400BadRequest);

        var found = await db.TransactionAsync(
            async tx =>
            {
                if (await QuestionStore.FindAsync(tx, live.Id, parsed) is not { IsPublic: true } question) return false;
                var rows = await tx.ExecuteAsync(
                    "INSERT INTO question_reports (question, device, at, reason) VALUES (@parsed, @device, @at, @reason) ON CONFLICT DO NOTHING",
                    new { parsed, device, at = clock.GetCurrentInstant(), reason = reason.Wire() });
                if (rows == 0) return true;

                var reports = await tx.FirstAsync<int>("SELECT count(*) FROM question_reports WHERE question = @parsed", new { parsed });
                if (!IsTold(reports)) return true;
                var deed = BitOperations.IsPow2(reports) ? new Deed(Deed.Audience, "report") { Detail = JsonSerializer.Serialize(new { reason = reason.Wire(), reports }) } : null;
                await store.SaveAsync(tx, question, question.WithReports(reports), deed);
                return true;
            },
            ct);
        return found ? TypedResults.Ok(new ReportView(parsed.Value, Reported: true)) : TypedResults.NotFound();
    }

    // Anybody can be many devices. All are counted; the log, which keeps everything for ever, hears of the first and of each doubling, and so do
    // the moderators' screens from where the exact number tells them nothing.
    private static bool IsTold(int reports) => reports <= CountedOneByOne || BitOperations.IsPow2(reports);

    private static async Task<ReportRequest?> ReadAsync(HttpRequest http, CancellationToken ct)
    {
        if (!http.HasJsonContentType()) return new();
        try
        {
            return await http.ReadFromJsonAsync<ReportRequest>(ct);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
