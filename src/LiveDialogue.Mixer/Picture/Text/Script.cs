namespace LiveDialogue.Mixer.Picture.Text;

/// <summary>Writing systems that need a font of their own. <see cref="Common"/>: digits, punctuation, spaces, marks, which go with their neighbours.</summary>
internal enum Script
{
    Common, Latin, Hebrew, Arabic, Syriac, Thaana, NKo, Adlam, Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada, Malayalam, Sinhala,
    Thai, Lao, Tibetan, Myanmar, Khmer, Georgian, Armenian, Ethiopic, Tifinagh, Han, Kana, Hangul,
}
