using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Translation;

/// <summary>Who translates questions and answers; section <c>Translation</c>.</summary>
public sealed record TranslationOptions
{
    /// <summary><c>auto</c>: the HTTP service if its address is set, else Apertium where it is installed. Or <c>http</c>, <c>apertium</c>, <c>none</c>.</summary>
    [AllowedValues("auto", "http", "apertium", "none")]
    public string Engine { get; init; } = "auto";

    /// <summary>Of a service with LibreTranslate's API: <c>http://127.0.0.1:5000/</c>.</summary>
    public Uri? Url { get; init; }

    public string? ApiKey { get; init; }

    /// <summary>Where its packages put their modes.</summary>
    public string Apertium { get; init; } = "/usr/share/apertium/modes";

    /// <summary>For one text and one step.</summary>
    [Range(1, 120)]
    public int TimeoutSeconds { get; init; } = 10;
}

[OptionsValidator]
internal sealed partial class TranslationOptionsValidator : IValidateOptions<TranslationOptions>;

/// <summary>What attributes can't say.</summary>
internal sealed class TranslationOptionsRules : IValidateOptions<TranslationOptions>
{
    public ValidateOptionsResult Validate(string? name, TranslationOptions options)
    {
        if (options.Url is { } url && (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)))
            return ValidateOptionsResult.Fail("Translation:Url must be an http or https address.");
        return options is { Engine: "http", Url: null } ? ValidateOptionsResult.Fail("Translation:Engine is http, and Translation:Url is not set.") : ValidateOptionsResult.Success;
    }
}
