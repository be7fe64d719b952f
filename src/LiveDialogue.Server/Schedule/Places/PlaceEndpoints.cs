using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Texts;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace LiveDialogue.Server.Schedule.Places;

/// <summary>Zones for whoever fills in a form.</summary>
internal static class PlaceEndpoints
{
    private const int MaxQuery = 100, MaxLimit = 1000;

    public static void MapPlaces(this IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/zones", SearchZones)
        .WithTags("Schedule").WithSummary("Zones by city, country, name or offset, best first.").RequireAuthorization(Policies.Audience).RequireLimit(Limits.Look);

    private static Results<Ok<IReadOnlyList<ZonePlaceView>>, ProblemHttpResult> SearchZones(string? q, string? language, string? digits, int? limit, IClock clock, HttpContext http)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (q?.Length > MaxQuery) errors["q"] = [$"At most {MaxQuery} characters."];
        if (limit is < 1 or > MaxLimit) errors["limit"] = [$"1 to {MaxLimit}."];
        if (errors.Count > 0) return Problems.Invalid(errors);

        var spoken = Language.Find(language) ?? Language.Choose(http.Request.Headers.AcceptLanguage);
        var texts = Wording.For(spoken).In(Digits.Of(spoken, http.Request.Headers.AcceptLanguage, digits));
        var now = clock.GetCurrentInstant();
        http.Response.Headers.ContentLanguage = texts.Language.Code;
        http.Response.Headers.Vary = "Accept-Language";
        http.Response.Headers.CacheControl = "public, max-age=60";   // the local time in it is told to the minute
        return TypedResults.Ok<IReadOnlyList<ZonePlaceView>>([.. Zones.Places.Search(q ?? "", texts.Language.Code, limit ?? 20, now).Select(p => ZonePlaceView.Of(p, now, texts))]);
    }
}
