using System.Net.Mail;
using System.Text;

namespace LiveDialogue.Server.Schedule.Reminders;

/// <summary>
/// A name beside an address. .NET's mail client puts an ASCII name between quotes as it is, so that what ends or escapes a quote must be escaped here
/// (RFC 5322 §3.2.4). Any other it writes as encoded words without quotes, as RFC 2047 §5(3) wants them: several for a longer name, which readers join.
/// </summary>
internal static class MailName
{
    public static MailAddress Beside(string name, string address)
    {
        var isQuoted = !Ascii.IsValid(new MailAddress(address).User);   // RFC 6531: to such a mailbox nothing is encoded
        return new(address, Of(name, isQuoted), Encoding.UTF8);
    }

    /// <param name="isQuoted">Also where it isn't ASCII.</param>
    public static string Of(string name, bool isQuoted = false)
    {
        var line = string.Concat(name.EnumerateRunes().Where(rune => !Rune.IsControl(rune)));   // half a pair becomes a replacement character
        if (!isQuoted && !Ascii.IsValid(line)) return line;
        return line
            .Replace("=?", "= ?", StringComparison.Ordinal)   // what looks like an encoded word would be taken for one
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
    }
}
