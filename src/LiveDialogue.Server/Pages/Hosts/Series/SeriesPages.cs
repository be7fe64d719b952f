using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Schedule.Series;

namespace LiveDialogue.Server.Pages.Hosts.Series;

/// <summary>A series on the host's screen: what it is, and changing it. Nothing is stored before its before and after were seen.</summary>
internal static class SeriesPages
{
    public static void MapSeriesPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/host/series/{series}", ShowAsync);
        pages.MapGet("/host/series/{series}/change", OpenAsync);
        pages.MapPost("/host/series/{series}/change", ChangeAsync).WithMetadata(new NoAntiforgery());   // it checks itself, to answer with a page
    }

    private static async Task<IResult> ShowAsync(string series, string? changed, HttpContext http, PageDesk desk, SeriesStore store, CancellationToken ct)
    {
        if (await HostDoor.RefusedAsync(http, desk) is { } refused) return refused;
        if (await store.FindAsync(series, ct) is not { } found) return await desk.NothingHereAsync(http);
        return await desk.DrawAsync<SeriesPage>(("Page", desk.HostContext(http)), ("Series", found), ("Notice", changed is "saved" or "off" ? $"series.done.{changed}" : null));
    }

    private static async Task<IResult> OpenAsync(string series, int? number, string? cancel, HttpContext http, PageDesk desk, SeriesStore store, CancellationToken ct)
    {
        if (await HostDoor.RefusedAsync(http, desk) is { } refused) return refused;
        if (await store.FindAsync(series, ct) is not { } found || !found.Occurrences.Any(o => o.Number == (number ?? 1))) return await desk.NothingHereAsync(http);
        return await DrawAsync(StatusCodes.Status200OK, found, SeriesForm.At(found, number ?? 1, cancel is not null), http, desk);
    }

    private static async Task<IResult> ChangeAsync(string series, HttpContext http, PageDesk desk, SeriesStore store, ChangeSeries change, AntiforgeryTokens antiforgery, CancellationToken ct)
    {
        if (await HostDoor.FormRefusedAsync(http, desk, antiforgery) is { } refused) return refused;
        if (await store.FindAsync(series, ct) is not { } found) return await desk.NothingHereAsync(http);
        var sent = await http.Request.ReadFormAsync(ct);
        if (SeriesForm.Of(sent) is not { } form || !found.Occurrences.Any(o => o.Number == form.Number)) return await desk.SayAsync(http, StatusCodes.Status400BadRequest, "error.title", "host.csrf");

        if (form.Base.Version != found.Version) return await ConflictAsync(found, form, http, desk);
        if (form.IsEmpty) return await DrawAsync(StatusCodes.Status422UnprocessableEntity, found, form, http, desk, ("Problem", "series.nothing"));
        var request = form.ToRequest();
        var saves = sent["do"] == "save";
        var outcome = saves ? await change.StoreAsync(found, request, $"\"v{form.Base.Version}\"", ct) : change.Try(found, request);
        return outcome switch
        {
            SeriesChanged.Good when saves => Results.Redirect($"/host/series/{found.Id}?changed={(form.Cancel ? "off" : "saved")}"),
            SeriesChanged.Good good => await DrawAsync(StatusCodes.Status200OK, found, form, http, desk, ("Preview", good.Occurrences)),
            SeriesChanged.Stale when await store.FindAsync(series, ct) is { } now => await ConflictAsync(now, form, http, desk),
            SeriesChanged.Refused { Why: Drafted.MustChoose choose, Number: var number } => await DrawAsync(
                StatusCodes.Status409Conflict, found, form, http, desk, ("Choose", choose.Resolution), ("ChooseFor", number)),
            SeriesChanged.Refused { Why: Drafted.UnknownZone } => await DrawAsync(StatusCodes.Status422UnprocessableEntity, found, form, http, desk, ("Problem", "place")),
            SeriesChanged.Refused { Why: Drafted.Invalid } => await DrawAsync(StatusCodes.Status422UnprocessableEntity, found, form, http, desk, ("Problem", "new.error.title")),
            _ => await DrawAsync(StatusCodes.Status422UnprocessableEntity, found, form, http, desk, ("Problem", "new.error.start")),
        };
    }

    private static Task<IResult> ConflictAsync(StoredSeries now, SeriesForm form, HttpContext http, PageDesk desk)
    {
        var page = desk.HostContext(http);
        return DrawAsync(StatusCodes.Status412PreconditionFailed, now, form.On(now), http, desk, ("Conflicts", form.Base.Differences(now, page.Texts)));
    }

    private static Task<IResult> DrawAsync(int status, StoredSeries series, SeriesForm form, HttpContext http, PageDesk desk, params (string Name, object? Value)[] more) =>
        desk.DrawAsync<SeriesChangePage>(status, [("Page", desk.HostContext(http) with { Path = $"/host/series/{series.Id}/change" }), ("Series", series), ("Form", form), .. more]);
}
