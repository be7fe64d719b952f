using System.Text.Json;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Translation;

/// <summary>Texts in other languages, and each event's glossary. Texts are found by their digest: the same words asked twice are one text. Thread-safe.</summary>
internal sealed class TranslationStore(Db db, IClock clock, IEnumerable<IGlossaryCompanion> companions)
{
    public Task<TranslatedText?> FindAsync(EventId eventId, string digest, string to, CancellationToken ct) => db.ReadAsync(reader => FindAsync(reader, eventId, digest, to), ct);

    /// <returns>What holds from now on: a correction that came meanwhile, rather than the machine's text.</returns>
    public Task<TranslatedText> KeepAsync(EventId eventId, string digest, string from, string to, TranslatedText made, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            await tx.ExecuteAsync(
                """
                INSERT INTO translations (event, digest, language, source_language, text, via, engine, terms, made_at)
                VALUES (@eventId, @digest, @to, @from, @Text, @via, @Engine, @terms, @now)
                ON CONFLICT (event, digest, language) DO NOTHING
                """,
                new { eventId, digest, to, from, made.Text, via = string.Join(' ', made.Via), made.Engine, terms = JsonSerializer.Serialize(made.Terms ?? [], Json.Options), now = clock.GetCurrentInstant() });
            return await FindAsync(tx, eventId, digest, to) ?? made;
        },
        ct);

    /// <param name="by">The moderator's invite, or "host".</param>
    public Task CorrectAsync(DbWriter tx, EventId eventId, string digest, string from, string to, string text, string by) => tx.ExecuteAsync(
        """
        INSERT INTO translations (event, digest, language, source_language, text, via, made_at, corrected_by) VALUES (@eventId, @digest, @to, @from, @text, '', @now, @by)
        ON CONFLICT (event, digest, language) DO UPDATE SET text = excluded.text, via = '', engine = '', terms = '[]', made_at = excluded.made_at, corrected_by = excluded.corrected_by
        """,
        new { eventId, digest, to, from, text, by, now = clock.GetCurrentInstant() });

    public Task<Glossary> GlossaryAsync(EventId eventId, CancellationToken ct) => db.ReadAsync(reader => GlossaryAsync(reader, eventId), ct);

    /// <summary>Replaces the whole glossary.</summary>
    /// <param name="mayReplace">Asked of the one that holds, in the transaction; false leaves it.</param>
    /// <returns>The glossary before; null where it was left.</returns>
    public Task<Glossary?> SetGlossaryAsync(EventId eventId, IReadOnlyCollection<GlossaryTerm> terms, Func<Glossary, bool> mayReplace, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            var before = await GlossaryAsync(tx, eventId);
            if (!mayReplace(before)) return null;
            await tx.ExecuteAsync("DELETE FROM glossary WHERE event = @eventId", new { eventId });
            foreach (var term in terms)
            {
                await tx.ExecuteAsync(
                    "INSERT INTO glossary (event, term, translations) VALUES (@eventId, @Term, @translations)",
                    new { eventId, term.Term, translations = JsonSerializer.Serialize(term.Translations, Json.Options) });
            }
            // What a machine made with other terms may be wrong now; what a person wrote isn't.
            await tx.ExecuteAsync("DELETE FROM translations WHERE event = @eventId AND corrected_by IS NULL", new { eventId });
            foreach (var companion in companions) await companion.GlossaryChangedAsync(tx, eventId, before.Changed(Glossary.Of(terms)));
            return before;
        },
        ct);

    private static async Task<Glossary> GlossaryAsync(DbReader reader, EventId eventId) =>
        Glossary.Of((await reader.QueryAsync<TermRow>("SELECT term, translations FROM glossary WHERE event = @eventId", new { eventId })).Select(row => row.ToTerm()));

    private static async Task<TranslatedText?> FindAsync(DbReader reader, EventId eventId, string digest, string to) =>
        (await reader.FirstAsync<TextRow>(
            "SELECT text, via, engine, terms, corrected_by FROM translations WHERE event = @eventId AND digest = @digest AND language = @to", new { eventId, digest, to }))?.ToText();

    private sealed class TextRow
    {
        public string Text { get; init; } = "";
        public string Via { get; init; } = "";
        public string Engine { get; init; } = "";
        public string Terms { get; init; } = "[]";
        public string? CorrectedBy { get; init; }

        public TranslatedText ToText() =>
            new(Text, CorrectedBy is null, Via.Split(' ', StringSplitOptions.RemoveEmptyEntries), Engine, JsonSerializer.Deserialize<string[]>(Terms, Json.Options) ?? []);
    }

    private sealed class TermRow
    {
        public string Term { get; init; } = "";
        public string Translations { get; init; } = "{}";

        public GlossaryTerm ToTerm() => new(Term, JsonSerializer.Deserialize<Dictionary<string, string>>(Translations, Json.Options) ?? []);
    }
}
