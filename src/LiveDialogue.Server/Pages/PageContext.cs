using System.Diagnostics.CodeAnalysis;
using LiveDialogue.Server.Pages.Assets;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.Texts;
using NodaTime;

namespace LiveDialogue.Server.Pages;

/// <summary>What every page knows of its reader: language, place and time.</summary>
/// <param name="Here">The reader's place, chosen or guessed before; null while unknown.</param>
/// <param name="UnknownPlace">What the reader just typed as a place and we don't know.</param>
/// <param name="Path">Of this page, for the forms that choose language and zone.</param>
/// <param name="Csrf">For forms of the signed-in host; null on pages that need none.</param>
public sealed record PageContext(Wording Texts, Instant Now, ReaderPlace? Here, string? UnknownPlace, string Path, AssetManifest Assets, string? Csrf)
{
    private const string LanguageCookie = "ld_lang";
    private const string DigitsCookie = "ld_digits";
    private const string ZoneCookie = "ld_zone";

    public Language Language => Texts.Language;

    /// <summary>The reader's; null while unknown.</summary>
    public string? Zone => Here?.Zone;

    /// <summary>Reads the choices in the URL (and remembers them), then the cookies, then <paramref name="invited"/>, then what the browser asks for.</summary>
    /// <param name="invited">The language of the invite that led here.</param>
    [SuppressMessage("Security", "CA5382", Justification = "a language and a zone are no secrets")]
    public static PageContext Of(HttpContext http, IClock clock, AssetManifest assets, string? invited = null, string? csrf = null)
    {
        var request = http.Request;
        var chosen = Language.Find(request.Query["lang"]);
        if (chosen is not null) Remember(http, LanguageCookie, chosen.Code);
        var language = chosen ?? Language.Find(request.Cookies[LanguageCookie]) ?? Language.Find(invited) ?? Language.Choose(request.Headers.AcceptLanguage);

        var digits = request.Query["digits"].ToString();
        if (Digits.For(language).Count > 1 && Digits.For(language).Any(d => d.Code == digits)) Remember(http, DigitsCookie, digits);
        else digits = request.Cookies[DigitsCookie];

        // Kept as it was typed, so that Goma stays Goma and is said in whatever language is read next.
        var typed = request.Query["zone"].ToString();
        var here = Zones.Recognise(typed, language);
        if (here is not null) Remember(http, ZoneCookie, typed);
        var unknown = here is null && typed.Length > 0 ? typed[..Math.Min(typed.Length, 100)] : null;
        here ??= Zones.Recognise(request.Cookies[ZoneCookie], language);

        http.Response.Headers.ContentLanguage = language.Code;
        return new(Wording.For(language).In(Digits.Of(language, request.Headers.AcceptLanguage, digits)), clock.GetCurrentInstant(), here, unknown, request.Path, assets, csrf);
    }

    private static void Remember(HttpContext http, string name, string value) => http.Response.Cookies.Append(name, value, new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        IsEssential = true,
        MaxAge = TimeSpan.FromDays(400),
    });
}
