using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Translation;

/// <summary>
/// Each text once in each language, whatever the audience: what is stored is never asked for again, and what is asked for by two at once is translated once.
/// A person's correction wins over any engine, for this text and for the same words asked by somebody else. Thread-safe.
/// </summary>
internal sealed class Translations(ITranslator engine, TranslationStore store, ILogger<Translations> log)
{
    private readonly ConcurrentDictionary<(EventId Event, string Digest, string To), Task<TranslatedText?>> _underWay = new();

    /// <summary>Raised after the commit. A subscriber only notes it and returns.</summary>
    public event Action<EventId>? GlossaryChanged;

    /// <returns>Null where nobody can translate it, now: it may be asked for again later.</returns>
    public async Task<TranslatedText?> GetAsync(EventId eventId, string text, string from, string to, CancellationToken ct)
    {
        var digest = DigestOf(text, from);
        if (await store.FindAsync(eventId, digest, to, ct) is { } known) return known;

        var key = (eventId, digest, to);
        var own = new TaskCompletionSource<TranslatedText?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var shared = _underWay.GetOrAdd(key, own.Task);
        if (shared != own.Task) return await shared.WaitAsync(ct);
        try
        {
            // Not the caller's token: others may wait for the same text.
            own.SetResult(await MakeAsync(eventId, digest, text, from, to));
        }
#pragma warning disable CA1031 // whoever waits must not wait for ever; a fault here is no translation, and is said
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Log.TranslationFaulted(log, new(from, to), fault);
            own.SetResult(null);
        }
        finally
        {
            _underWay.TryRemove(key, out _);
        }
        return await own.Task;
    }

    /// <summary>The engine's name.</summary>
    public string Engine => engine.Name;

    /// <summary>What the engine does in one step; empty while it can't be reached.</summary>
    public Task<IReadOnlyCollection<LanguagePair>> PairsAsync(CancellationToken ct) => engine.PairsAsync(ct);

    public Task<Glossary> GlossaryAsync(EventId eventId, CancellationToken ct) => store.GlossaryAsync(eventId, ct);

    /// <summary>Replaces the glossary; what machines made with the one before is made anew.</summary>
    /// <param name="mayReplace">Asked of the one that holds, in the transaction.</param>
    /// <returns>False where it may not.</returns>
    public async Task<bool> SetGlossaryAsync(EventId eventId, IReadOnlyCollection<GlossaryTerm> terms, Func<Glossary, bool> mayReplace, CancellationToken ct)
    {
        if (await store.SetGlossaryAsync(eventId, terms, mayReplace, ct) is null) return false;
        GlossaryChanged?.Invoke(eventId);
        return true;
    }

    /// <summary>What a person says it means. Within the transaction that shows it.</summary>
    public Task CorrectAsync(DbWriter tx, EventId eventId, string text, string from, string to, string correction, string by) =>
        store.CorrectAsync(tx, eventId, DigestOf(text, from), from, to, correction, by);

    internal static string DigestOf(string text, string from) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{from}\n{text}")));

    private async Task<TranslatedText?> MakeAsync(EventId eventId, string digest, string text, string from, string to)
    {
        if (!text.Any(char.IsLetter)) return new(text, ByMachine: false, []); // "???" is the same everywhere
        if (Routes.Find(await engine.PairsAsync(CancellationToken.None), from, to) is not { Count: > 0 } route) return null;
        try
        {
            var (hiding, hidden) = (await store.GlossaryAsync(eventId, CancellationToken.None)).Hide(text);
            var shown = Glossary.Show(await FollowAsync(route, hiding), hidden, to);
            var made = new TranslatedText(
                shown ?? await FollowAsync(route, text), ByMachine: true, [.. route.SkipLast(1).Select(step => step.To)], engine.Name, shown is null ? [] : [.. hidden.Select(term => term.Term)]);
            return await store.KeepAsync(eventId, digest, from, to, made, CancellationToken.None);
        }
        catch (TranslationFailedException failure)
        {
            Log.TranslationFailed(log, new(from, to), failure.Message);
            return null;
        }
    }

    private async Task<string> FollowAsync(IReadOnlyList<LanguagePair> route, string text)
    {
        foreach (var step in route) text = await engine.TranslateAsync(text, step, CancellationToken.None);
        return text;
    }
}
