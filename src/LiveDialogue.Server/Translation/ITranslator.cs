namespace LiveDialogue.Server.Translation;

/// <summary>A machine that translates short texts (Apertium on this machine | an HTTP service | none). Thread-safe.</summary>
internal interface ITranslator
{
    /// <summary>As moderators and operators read it: apertium, libretranslate, none.</summary>
    string Name { get; }

    /// <summary>What it does in one step, as far as it knows now; empty while it can't be reached.</summary>
    Task<IReadOnlyCollection<LanguagePair>> PairsAsync(CancellationToken ct);

    /// <param name="text">One line, as a person wrote it.</param>
    /// <param name="pair">One of <see cref="PairsAsync"/>.</param>
    /// <exception cref="TranslationFailedException">It doesn't answer, or answered nonsense. Nothing is lost: the text is asked for again later.</exception>
    Task<string> TranslateAsync(string text, LanguagePair pair, CancellationToken ct);
}

/// <summary>An engine didn't do its work this time. The message is for the operator and holds no text of anybody's.</summary>
internal sealed class TranslationFailedException(string message, Exception? cause = null) : Exception(message, cause);
