using System.Net.Mail;

namespace LiveDialogue.Server.People;

/// <summary>E-mail addresses as they are taken: bare ones, of which nothing could be read as a second address or a header.</summary>
internal static class InviteAddress
{
    /// <summary>RFC 5321 §4.5.3.1.3, less the brackets.</summary>
    public const int MaxLength = 254;

    private const string Refused = "\"(),:;<>[\\]";

    /// <returns>Null for what isn't an address, or one in a form that nobody's mailbox has (quoted, commented, with a name).</returns>
    public static string? TryRead(string text)
    {
        var bare = text.Trim();
        if (bare.Length is 0 or > MaxLength || bare.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || char.IsSurrogate(c) || Refused.Contains(c, StringComparison.Ordinal))) return null;
        return MailAddress.TryCreate(bare, out var address) && address.Address == bare ? bare : null;
    }
}
