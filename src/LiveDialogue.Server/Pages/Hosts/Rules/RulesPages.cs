using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.Rules;

namespace LiveDialogue.Server.Pages.Hosts.Rules;

/// <summary>A newer TZDB on the host's screen: handed in, weighed event by event, decided, put in force. By plain forms.</summary>
internal static class RulesPages
{
    /// <summary>What a multipart form adds to its file.</summary>
    private const int Wrapping = 16 * 1024;

    public static void MapRulesPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/host/zone-rules", ShowAsync);
        pages.MapPost("/host/zone-rules", KeepAsync).WithMetadata(new NoAntiforgery(), new BodyLimit(RuleFile.MaxBytes + Wrapping));   // it checks itself, to answer with a page
        pages.MapPost("/host/zone-rules/accept", AcceptAsync).WithMetadata(new NoAntiforgery(), new BodyLimit(1024 * 1024)).WithFormOptions(valueCountLimit: 10_000);
        pages.MapPost("/host/zone-rules/drop", DropAsync).WithMetadata(new NoAntiforgery());
    }

    private static async Task<IResult> ShowAsync(string? changed, HttpContext http, PageDesk desk, ZoneRules rules, NewerRules newer, CancellationToken ct)
    {
        if (await HostDoor.RefusedAsync(http, desk) is { } refused) return refused;
        return await DrawAsync(StatusCodes.Status200OK, RulesForm.Blank, http, desk, rules, newer, ct, ("Notice", changed is "accepted" or "dropped" ? $"rules.done.{changed}" : null));
    }

    private static async Task<IResult> KeepAsync(HttpContext http, PageDesk desk, ZoneRules rules, NewerRules newer, AntiforgeryTokens antiforgery, CancellationToken ct)
    {
        if (await HostDoor.FormRefusedAsync(http, desk, antiforgery) is { } refused) return refused;
        var file = (await http.Request.ReadFormAsync(ct)).Files.GetFile("file");
        var refusal = file is { Length: > 0 } && await ReadAsync(file, ct) is { } bytes ? await newer.KeepAsync(bytes, ct) : "";
        return refusal is null
            ? Results.Redirect("/host/zone-rules")
            : await DrawAsync(StatusCodes.Status422UnprocessableEntity, RulesForm.Blank, http, desk, rules, newer, ct, ("Refusal", refusal));
    }

    private static async Task<IResult> AcceptAsync(HttpContext http, PageDesk desk, ZoneRules rules, NewerRules newer, AntiforgeryTokens antiforgery, CancellationToken ct)
    {
        if (await HostDoor.FormRefusedAsync(http, desk, antiforgery) is { } refused) return refused;
        var sent = await http.Request.ReadFormAsync(ct);
        var form = RulesForm.Of(sent);
        // The file that was looked at, and no other that came meanwhile.
        if (sent["version"] != (rules.Pending ?? rules.InForce).Version) return await DrawAsync(StatusCodes.Status412PreconditionFailed, form, http, desk, rules, newer, ct, ("Problem", "rules.other"));
        var undecided = await newer.AcceptAsync(form.For(await newer.MovedAsync(ct)), form.Resolve, ct);
        return undecided is null
            ? Results.Redirect("/host/zone-rules?changed=accepted")
            : await DrawAsync(StatusCodes.Status409Conflict, form, http, desk, rules, newer, ct, ("Problem", "rules.undecided"), ("Undecided", undecided.Event.Id));
    }

    private static async Task<IResult> DropAsync(HttpContext http, PageDesk desk, NewerRules newer, AntiforgeryTokens antiforgery, CancellationToken ct)
    {
        if (await HostDoor.FormRefusedAsync(http, desk, antiforgery) is { } refused) return refused;
        await newer.DropAsync(ct);
        return Results.Redirect("/host/zone-rules?changed=dropped");
    }

    private static async Task<byte[]?> ReadAsync(IFormFile file, CancellationToken ct)
    {
        await using var stream = file.OpenReadStream();
        return await NewerRules.ReadAsync(stream, ct);
    }

    private static async Task<IResult> DrawAsync(
        int status, RulesForm form, HttpContext http, PageDesk desk, ZoneRules rules, NewerRules newer, CancellationToken ct, params (string Name, object? Value)[] more)
    {
        var page = desk.HostContext(http) with { Path = "/host/zone-rules" };
        return await desk.DrawAsync<RulesPage>(
            status,
            [("Page", page), ("Form", form), ("InForce", rules.InForce.Version), ("FromFile", rules.AreFromFile), ("Pending", rules.Pending?.Version), ("CameWithTheProgram", rules.CameWithTheProgram), ("Moved", await newer.MovedAsync(ct)), .. more]);
    }
}
