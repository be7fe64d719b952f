using System.Text;

namespace LiveDialogue.Server.Events.Calendar;

/// <summary>Somebody who organises or attends (RFC 5545 §3.8.4.1, §3.8.4.3).</summary>
/// <param name="Email">A bare address.</param>
internal sealed record CalendarParty(string Name, string Email)
{
    /// <summary>As CAL-ADDRESS: a mailto URI (RFC 6068 §2), in which whatever could end it or begin something else is escaped.</summary>
    public string Address
    {
        get
        {
            var uri = new StringBuilder("mailto:");
            foreach (var octet in Encoding.UTF8.GetBytes(Email))
            {
                if (char.IsAsciiLetterOrDigit((char)octet) || "@.-_+~!$'*".Contains((char)octet, StringComparison.Ordinal)) uri.Append((char)octet);
                else uri.Append('%').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
            return uri.ToString();
        }
    }
}
