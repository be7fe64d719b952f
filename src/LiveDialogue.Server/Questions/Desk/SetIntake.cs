using System.Globalization;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions.Audit;

namespace LiveDialogue.Server.Questions.Desk;

/// <param name="SlowModeSeconds">0 to 600.</param>
/// <param name="Minors">Left out: as it is; so too the others.</param>
public sealed record IntakeRequest(bool? Open = null, int? SlowModeSeconds = null, bool? Minors = null);

/// <summary>GET and PUT …/intake.</summary>
internal static class SetIntake
{
    public const int LongestSlowMode = 600;

    public static async Task<IResult> ReadAsync(string @event, HttpContext http, EventStore events, DeskStore store, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live || (live.PublishedAt is null && !http.Caller().ModeratesAt(live.Id))) return Problems.NoSuchEvent;

        var intake = (await store.ReadAsync(live.Id, ct)).Intake;
        http.Response.Headers.ETag = TagOf(intake.Revision);
        return TypedResults.Ok(intake);
    }

    public static async Task<IResult> HandleAsync(string @event, IntakeRequest request, HttpContext http, EventStore events, DeskStore store, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        if (request.SlowModeSeconds is < 0 or > LongestSlowMode) return QuestionProblem.Invalid("slowModeSeconds", "malformed");
        if (request.Minors is false && live.Minors && http.Caller().RoleAt(live.Id) is not Role.Host)
            return Problems.Of(StatusCodes.Status403Forbidden, "The host's alone", "Anybody who moderates may protect children's names; only the host may show names again.", ("reason", "host-only"));
        if (Preconditions.IfMatch(http) is not { } ifMatch) return Preconditions.Missing;

        var (done, now) = await store.SetIntakeAsync(
            live.Id,
            revision => Matches(ifMatch, revision),
            intake => intake with { Open = request.Open ?? intake.Open, SlowModeSeconds = request.SlowModeSeconds ?? intake.SlowModeSeconds, Minors = request.Minors ?? intake.Minors },
            Deed.ActorOf(http.Caller()),
            ct);
        if (!done) return Preconditions.Stale(now.Intake.Revision);

        http.Response.Headers.ETag = TagOf(now.Intake.Revision);
        return TypedResults.Ok(now.Intake);
    }

    /// <summary>A document's revision as an ETag.</summary>
    public static string TagOf(int revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    public static bool Matches(string ifMatch, int revision) => ifMatch == "*" || ifMatch == TagOf(revision);
}
