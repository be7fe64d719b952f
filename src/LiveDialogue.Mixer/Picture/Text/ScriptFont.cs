namespace LiveDialogue.Mixer.Picture.Text;

/// <summary>The font for a script, and how to make it stand beside the others at the same apparent size.</summary>
/// <param name="Ascent">Above the baseline, in em (OS/2 winAscent). libass sizes a font by ascent + descent, not by its em.</param>
/// <param name="Descent">Below the baseline, in em (OS/2 winDescent).</param>
/// <param name="Size">By eye: how large its em is beside Latin's.</param>
/// <param name="Pitch">From baseline to baseline, in em; what the font itself asks for is too much for some.</param>
/// <param name="HasPunctuation">And figures, made to go with its letters.</param>
internal sealed record ScriptFont(string Family, double Ascent, double Descent, double Size = 1, double Pitch = 1.36, bool HasPunctuation = false)
{
    private static readonly ScriptFont Latin = new("Noto Sans", 1.069, 0.293);

    private static readonly Dictionary<Script, ScriptFont> Fonts = new()
    {
        [Script.Hebrew] = new("Noto Sans Hebrew", 1.068, 0.292),
        [Script.Arabic] = new("Noto Sans Arabic", 1.374, 0.738, 0.98, 1.62),
        [Script.Syriac] = new("Noto Sans Syriac", 0.926, 0.486),
        [Script.Thaana] = new("Noto Sans Thaana", 1.069, 0.424),
        [Script.NKo] = new("Noto Sans NKo", 1.069, 0.293),
        [Script.Adlam] = new("Noto Sans Adlam", 1.069, 0.293),
        [Script.Devanagari] = new("Noto Sans Devanagari", 0.896, 0.408, 1.06, 1.5),
        [Script.Bengali] = new("Noto Sans Bengali", 0.917, 0.408, 1.06, 1.5),
        [Script.Gurmukhi] = new("Noto Sans Gurmukhi", 0.896, 0.408, 1.06, 1.5),
        [Script.Gujarati] = new("Noto Sans Gujarati", 0.896, 0.408, 1.06, 1.5),
        [Script.Oriya] = new("Noto Sans Oriya", 1.069, 0.293, 1.06, 1.5),
        [Script.Tamil] = new("Noto Sans Tamil", 0.870, 0.370, 1, 1.45),
        [Script.Telugu] = new("Noto Sans Telugu", 0.869, 0.483, 1.04, 1.55),
        [Script.Kannada] = new("Noto Sans Kannada", 0.809, 0.540, 1.04, 1.55),
        [Script.Malayalam] = new("Noto Sans Malayalam", 0.864, 0.383, 1, 1.5),
        [Script.Sinhala] = new("Noto Sans Sinhala", 1.011, 0.293, 1.04, 1.5),
        [Script.Thai] = new("Noto Sans Thai", 1.061, 0.450, 1.06, 1.52),
        [Script.Lao] = new("Noto Sans Lao", 1.183, 0.462, 1.06, 1.6),
        [Script.Tibetan] = new("Noto Serif Tibetan", 1.466, 1.349, 1, 2),
        [Script.Myanmar] = new("Noto Sans Myanmar", 1.324, 0.860, 1, 1.8),
        [Script.Khmer] = new("Noto Sans Khmer", 1.069, 0.293, 1.06, 1.7),
        [Script.Georgian] = new("Noto Sans Georgian", 1.068, 0.292),
        [Script.Armenian] = new("Noto Sans Armenian", 1.068, 0.292),
        [Script.Ethiopic] = new("Noto Sans Ethiopic", 1.069, 0.293, 1, 1.45),
        [Script.Tifinagh] = new("Noto Sans Tifinagh", 1.069, 0.293),
    };

    private static readonly ScriptFont SimplifiedChinese = new("Noto Sans CJK SC", 1.16, 0.288, 0.96, 1.45, HasPunctuation: true);
    private static readonly ScriptFont TraditionalChinese = SimplifiedChinese with { Family = "Noto Sans CJK TC" };
    private static readonly ScriptFont HongKongChinese = SimplifiedChinese with { Family = "Noto Sans CJK HK" };
    private static readonly ScriptFont Japanese = SimplifiedChinese with { Family = "Noto Sans CJK JP" };
    private static readonly ScriptFont Korean = SimplifiedChinese with { Family = "Noto Sans CJK KR" };

    /// <summary>Fontsize for libass, from the size that Latin letters' em shall have.</summary>
    public double AssSize(double em) => em * Size * (Ascent + Descent);

    /// <param name="language">BCP 47 of the text: decides between the regions' forms of Chinese characters.</param>
    public static ScriptFont For(Script script, string language) => script switch
    {
        Script.Kana => Japanese,
        Script.Hangul => Korean,
        Script.Han => ForHan(language),
        _ => Fonts.GetValueOrDefault(script, Latin),
    };

    private static ScriptFont ForHan(string language)
    {
        if (language.StartsWith("ja", StringComparison.OrdinalIgnoreCase)) return Japanese;
        if (language.StartsWith("ko", StringComparison.OrdinalIgnoreCase)) return Korean;
        if (language.EndsWith("-HK", StringComparison.OrdinalIgnoreCase) || language.StartsWith("yue", StringComparison.OrdinalIgnoreCase)) return HongKongChinese;
        if (language.Contains("Hant", StringComparison.OrdinalIgnoreCase) || language.EndsWith("-TW", StringComparison.OrdinalIgnoreCase)) return TraditionalChinese;
        return SimplifiedChinese;
    }
}
