using System.Text;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Safety;

namespace LiveDialogue.Fuzz.Targets;

/// <summary>What strangers type into the question box: cleaned, stripped of contact data, looked through for danger.</summary>
internal static class RedactionTarget
{
    public static FuzzTarget Create() => new(
        "redaction", null,
        [
            "Call me on +243 81 555 12 34 or a@b.cd, https://example.org/x @me_too"u8.ToArray(),
            "zawadi at gmail dot com, example[.]org, ٠١٠١٢٣٤٥٦٧٨, 一三八零零一三八零零零, ｅｘａｍｐｌｅ．ｃｏｍ"u8.ToArray(),
            "In 2027, 1,250,000 children aged 5, 6, 7 at 13:30 on 16/03/2027 for $12.50"u8.ToArray(),
            "I want to die. أبي يضربني 爸爸打我 मैं मरना चाहती हूँ 👩‍👩‍👧‍👦 zero seven one two three four five"u8.ToArray(),
        ],
        Check)
    { AllocationBase = 8 * 1024 * 1024, AllocationPerByte = 64 * 1024 };

    private static void Check(ReadOnlySpan<byte> input)
    {
        if (QuestionText.Clean(Encoding.UTF8.GetString(input)) is not { } text || text.Length > QuestionText.MaxGraphemes * 16) return;

        var redacted = Redaction.Of(text);
        Property.Holds(redacted.Flags.Count == 0 == (redacted.Shown == text), "A text is flagged exactly when something was taken out of it.");
        var again = Redaction.Of(redacted.Shown);
        Property.Holds(redacted.Flags.Count == 0 || again.Flags.Count == 0, "Nothing is left to be taken out a second time.");
        for (var at = 0; at < redacted.Shown.Length; at++)
        {
            if (char.IsHighSurrogate(redacted.Shown[at])) Property.Holds(at + 1 < redacted.Shown.Length && char.IsLowSurrogate(redacted.Shown[++at]), "No character is cut in half.");
            else Property.Holds(!char.IsLowSurrogate(redacted.Shown[at]), "No character is cut in half.");
        }
        _ = RiskRule.Flags(text);
    }
}
