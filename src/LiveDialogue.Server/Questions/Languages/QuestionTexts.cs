using System.Collections.Concurrent;
using System.Text.Json;
using LiveDialogue.Server.Boards;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Questions.Audit;
using LiveDialogue.Server.Storage;
using LiveDialogue.Server.Translation;

namespace LiveDialogue.Server.Questions.Languages;

/// <summary>
/// Questions in other languages, and the text boards that carry them. A board's content follows from its version: whatever changes it appends to it,
/// in the transaction of the question's own change. Thread-safe.
/// </summary>
internal sealed class QuestionTexts(Db db, IChangeFeed feed, ModerationLog log, Translations translations) : IQuestionCompanion
{
    /// <summary>Boards of all events, audiences and languages; then it begins anew.</summary>
    private const int MostKept = 128;

    private static readonly Lazy<SerializedContent> NoTexts = new(() => SerializedContent.Of(new TextsContent([])));

    // What an audience of thousands reads as it joins; one entry per event, audience and language.
    private readonly ConcurrentDictionary<(EventId Event, string Board), (long Version, IReadOnlyList<TextView> Texts, Lazy<SerializedContent> Content)> _read = new();

    /// <summary>Inside a question's transaction: its texts come and go with it on each board.</summary>
    public async Task StoreAsync(DbWriter tx, Question? before, Question after)
    {
        if (before is null || !MayDiffer(before, after)) return;
        foreach (var row in await RowsAsync(tx, after.Id)) await AppendAsync(tx, before, row, after, row);
    }

    /// <summary>Shows what a machine made, unless the words have changed meanwhile or a person was faster.</summary>
    public Task KeepAsync(TextJob job, TranslatedText made, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            if (await QuestionStore.FindAsync(tx, job.Event, job.Question) is not { } question || TextSource.Of(question, job.Part)?.Digest != job.Digest) return;
            var making = made.ByMachine ? new TextMaking(job.From, made.Engine, made.Via, made.Terms) : new(job.From, Engine: null);
            await PutAsync(tx, question, job.Language, row => row.Present(question, job.Part) is { ByMachine: false } ? row : row.With(job.Part, new(made.Text, job.Digest, making)) with { Stale = false });
        },
        ct);

    /// <summary>What a person says it means: shown with this question and with every other of the event that has the same words, now and later.</summary>
    /// <param name="answerFrom">The language of the written answer.</param>
    /// <returns>The question's text as moderators see it; null without such a question.</returns>
    public Task<TextView?> CorrectAsync(EventId eventId, QuestionId id, string language, string? text, string? answer, string answerFrom, Deed deed, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            if (await QuestionStore.FindAsync(tx, eventId, id) is not { } question) return null;
            if (text is not null)
            {
                var from = TextSource.Primary(question.Language);
                var source = TextSource.Of(question, TextPart.Text)!;
                await translations.CorrectAsync(tx, eventId, source.Words, from, language, text, deed.Actor);
                foreach (var same in await QuestionStore.SameWordsAsync(tx, question))
                    await PutAsync(tx, same, language, row => row.With(TextPart.Text, new(text, source.Digest, new(from, Engine: null))));
            }
            if (answer is not null && TextSource.Of(question, TextPart.Answer) is { } answered)
            {
                await translations.CorrectAsync(tx, eventId, answered.Words, answerFrom, language, answer, deed.Actor);
                await PutAsync(tx, question, language, row => row.With(TextPart.Answer, new(answer, answered.Digest, new(answerFrom, Engine: null))));
            }
            await log.AppendAsync(tx, eventId, deed, id, before: null, after: null);
            return (await RowsAsync(tx, id)).FirstOrDefault(row => row.Language == language)?.ViewOf(question);
        },
        ct);

    /// <summary>A text board and its version, of one moment.</summary>
    /// <param name="questionBoard">The board of questions beside which it stands.</param>
    public async Task<TextBoard> ReadBoardAsync(EventId eventId, string questionBoard, string language, CancellationToken ct)
    {
        var (board, version, texts, _) = await ReadKeptAsync(eventId, questionBoard, language, ct);
        return new(board, version, texts);
    }

    /// <summary>The same for a screen: written as JSON once for all who read it.</summary>
    public async Task<BoardSnapshot> ReadSnapshotAsync(EventId eventId, string questionBoard, string language, CancellationToken ct)
    {
        var (board, version, _, content) = await ReadKeptAsync(eventId, questionBoard, language, ct);
        return new(board, version, content.Value);
    }

    private Task<(string Board, long Version, IReadOnlyList<TextView> Texts, Lazy<SerializedContent> Content)> ReadKeptAsync(EventId eventId, string questionBoard, string language, CancellationToken ct) => db.ReadAsync(
        async reader =>
        {
            var board = TextBoards.NameOf(questionBoard, language);
            var version = await feed.VersionAsync(reader, eventId, board);
            if (version == 0) return (board, 0, (IReadOnlyList<TextView>)[], NoTexts);
            if (_read.TryGetValue((eventId, board), out var known) && known.Version == version) return (board, version, known.Texts, known.Content);

            var rows = await reader.QueryAsync<TextRow>($"SELECT {TextRow.Columns} FROM question_texts WHERE event = @eventId AND language = @language", new { eventId, language });
            var questions = (await QuestionStore.ReadAllAsync(reader, eventId)).ToDictionary(question => question.Id);
            TextView[] texts = [.. rows.Select(row => questions.TryGetValue(row.Question, out var question) ? See(questionBoard, question, row) : null).OfType<TextView>()];
            var content = new Lazy<SerializedContent>(() => SerializedContent.Of(new TextsContent(texts)));
            if (_read.Count >= MostKept) _read.Clear();
            _read[(eventId, board)] = (version, texts, content);
            return (board, version, texts, content);
        },
        ct);

    public Task<(Question Question, IReadOnlyList<TextRow> Rows)?> ReadOneAsync(EventId eventId, QuestionId id, CancellationToken ct) => db.ReadAsync<(Question, IReadOnlyList<TextRow>)?>(
        async reader => await QuestionStore.FindAsync(reader, eventId, id) is { } question ? (question, await RowsAsync(reader, id)) : null,
        ct);

    /// <summary>An event's questions, each with its texts.</summary>
    public Task<IReadOnlyList<(Question Question, IReadOnlyList<TextRow> Rows)>> ReadEventAsync(EventId eventId, CancellationToken ct) => db.ReadAsync(
        async reader =>
        {
            var rows = (await reader.QueryAsync<TextRow>($"SELECT {TextRow.Columns} FROM question_texts WHERE event = @eventId", new { eventId })).ToLookup(row => row.Question);
            var questions = await QuestionStore.ReadAllAsync(reader, eventId);
            return (IReadOnlyList<(Question, IReadOnlyList<TextRow>)>)[.. questions.Select(question => (question, (IReadOnlyList<TextRow>)[.. rows[question.Id]]))];
        },
        ct);

    private async Task PutAsync(DbWriter tx, Question question, string language, Func<TextRow, TextRow> change)
    {
        var before = (await RowsAsync(tx, question.Id)).FirstOrDefault(row => row.Language == language)
            ?? new TextRow { Question = question.Id, Language = language, Event = question.Event };
        var after = change(before);
        if (after == before) return;

        await tx.ExecuteAsync(
            $"""
            INSERT INTO question_texts ({TextRow.Columns}) VALUES (@Question, @Language, @Event, @Text, @Digest, @Made, @Answer, @AnswerDigest, @AnswerMade, @Stale)
            ON CONFLICT (question, language) DO UPDATE SET text = excluded.text, digest = excluded.digest, made = excluded.made,
                answer = excluded.answer, answer_digest = excluded.answer_digest, answer_made = excluded.answer_made, stale = excluded.stale
            """,
            after);
        await AppendAsync(tx, question, before, question, after);
    }

    private async Task AppendAsync(DbWriter tx, Question before, TextRow was, Question after, TextRow now)
    {
        foreach (var board in TextBoards.Beside)
        {
            var payload = Payload(See(board, after, now), now);
            if (payload == Payload(See(board, before, was), was)) continue;
            await feed.AppendAsync(tx, after.Event, TextBoards.NameOf(board, now.Language), TextBoards.ChangeKind, payload);
        }
    }

    private static string Payload(TextView? view, TextRow row) => JsonSerializer.Serialize(view ?? new TextView { Question = row.Question.Value, Language = row.Language }, Json.Options);

    private static TextView? See(string board, Question question, TextRow row) => QuestionBoards.See(board, question) is null ? null : row.ViewOf(question);

    // Votes and claims, which change most, change no text.
    private static bool MayDiffer(Question before, Question after) =>
        before with { Votes = after.Votes, Claim = after.Claim, Reports = after.Reports, Revision = after.Revision } != after;

    private static Task<IReadOnlyList<TextRow>> RowsAsync(DbReader reader, QuestionId id) =>
        reader.QueryAsync<TextRow>($"SELECT {TextRow.Columns} FROM question_texts WHERE question = @id", new { id });
}
