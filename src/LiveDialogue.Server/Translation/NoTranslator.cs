namespace LiveDialogue.Server.Translation;

/// <summary>Everybody reads what was written.</summary>
internal sealed class NoTranslator : ITranslator
{
    public string Name => "none";

    public Task<IReadOnlyCollection<LanguagePair>> PairsAsync(CancellationToken ct) => Task.FromResult<IReadOnlyCollection<LanguagePair>>([]);

    public Task<string> TranslateAsync(string text, LanguagePair pair, CancellationToken ct) => throw new TranslationFailedException("There is no translator.");
}
