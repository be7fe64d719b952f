using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Translation;

/// <param name="Terms">Those of the event; a term without translations stays as it is in every language.</param>
public sealed record GlossaryView(IReadOnlyList<GlossaryTermView> Terms);

/// <param name="Term">As people write it, whatever its case.</param>
public sealed record GlossaryTermView(string Term, IReadOnlyList<GlossaryWordView>? Words = null);

/// <param name="Language">BCP 47, the primary subtag.</param>
/// <param name="Text">What the term is called in it.</param>
public sealed record GlossaryWordView(string Language, string Text);

/// <summary>GET and PUT …/glossary, by moderators and hosts: names and terms that machines leave alone, or say in the event's own way.</summary>
internal static class GlossaryEndpoints
{
    private const int MostTerms = 200;
    private const int LongestTerm = 60;
    private const int LongestWord = 120;
    private const int MostWords = 20;

    public static void MapTranslation(this IEndpointRouteBuilder routes)
    {
        var glossary = routes.MapGroup("/api/v1/events/{event}/glossary").RequireAuthorization(Policies.Moderator).KeptByNobody().WithTags("Languages");
        glossary.MapGet("/", ReadAsync).Produces<GlossaryView>();
        glossary.MapPut("/", WriteAsync).WithMetadata(new BodyLimit(256 * 1024)).WithSummary("The whole glossary; If-Match. Texts with its changed terms are translated anew.").Produces<GlossaryView>();
    }

    private static async Task<IResult> ReadAsync(string @event, HttpContext http, EventStore events, Translations translations, CancellationToken ct) =>
        await events.FindAsync(@event, ct) is { } live ? Shown(await translations.GlossaryAsync(live.Id, ct), http) : Problems.NoSuchEvent;

    private static async Task<IResult> WriteAsync(string @event, GlossaryView request, HttpContext http, EventStore events, Translations translations, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        if (Preconditions.IfMatch(http) is not { } seen) return Preconditions.Missing;
        if (Read(request) is not { } terms)
        {
            return Problems.Of(
                StatusCodes.Status422UnprocessableEntity, "The glossary can't be used",
                $"At most {MostTerms} terms of {LongestTerm} characters, each once, with {MostWords} translations of {LongestWord} characters.", ("field", "terms"));
        }
        return await translations.SetGlossaryAsync(live.Id, terms, before => seen == "*" || seen == ETagOf(before), ct)
            ? Shown(Glossary.Of(terms), http)
            : Problems.Of(StatusCodes.Status412PreconditionFailed, "It has changed", "Read it again and repeat the change on it.");
    }

    private static List<GlossaryTerm>? Read(GlossaryView request)
    {
        if (request.Terms is null || request.Terms.Count > MostTerms) return null;

        var terms = new List<GlossaryTerm>();
        foreach (var view in request.Terms)
        {
            var term = view?.Term?.Trim() ?? "";
            var words = view?.Words ?? [];
            if (term.Length is 0 or > LongestTerm || words.Count > MostWords || terms.Exists(t => string.Equals(t.Term, term, StringComparison.OrdinalIgnoreCase))) return null;
            var said = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var word in words)
            {
                var text = word?.Text?.Trim() ?? "";
                if (word?.Language is not { Length: 2 or 3 } language || !language.All(char.IsAsciiLetterLower) || text.Length is 0 or > LongestWord || !said.TryAdd(language, text)) return null;
            }
            terms.Add(new(term, said));
        }
        return terms;
    }

    private static IResult Shown(Glossary glossary, HttpContext http)
    {
        http.Response.Headers.ETag = ETagOf(glossary);
        return TypedResults.Ok(ViewOf(glossary));
    }

    private static GlossaryView ViewOf(Glossary glossary) => new(
        [.. glossary.Terms.OrderBy(t => t.Term, StringComparer.Ordinal).Select(t => new GlossaryTermView(t.Term, [.. t.Translations.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => new GlossaryWordView(w.Key, w.Value))]))]);

    private static string ETagOf(Glossary glossary) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(ViewOf(glossary), Json.Options))))[..16]}\"";
}
