namespace LiveDialogue.Server.Questions;

/// <summary>Why a question isn't asked; the asker is told, in their language.</summary>
internal enum RejectReason { OffTopic, Duplicate, Unclear, Unkind, Personal, Unsafe, Other }

internal static class RejectReasons
{
    private static readonly Dictionary<string, RejectReason> Known = new(StringComparer.Ordinal)
    {
        ["off-topic"] = RejectReason.OffTopic,
        ["duplicate"] = RejectReason.Duplicate,
        ["unclear"] = RejectReason.Unclear,
        ["unkind"] = RejectReason.Unkind,
        ["personal"] = RejectReason.Personal,
        ["unsafe"] = RejectReason.Unsafe,
        ["other"] = RejectReason.Other,
    };

    public static IEnumerable<string> All => Known.Keys;

    public static string Wire(this RejectReason reason) => Known.First(pair => pair.Value == reason).Key;

    public static bool TryParse(string? wire, out RejectReason reason) => Known.TryGetValue(wire ?? "", out reason);
}
