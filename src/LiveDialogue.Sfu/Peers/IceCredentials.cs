using System.Security.Cryptography;
using System.Text;

namespace LiveDialogue.Sfu.Peers;

/// <summary>One side's ufrag and password of one ICE session (RFC 8839 §5.4). Ours are random: 8 and 24 characters of the ice-char alphabet.</summary>
public sealed record IceCredentials(string Ufrag, string Password)
{
    /// <summary>Eight, so that a ufrag is one <see cref="ulong"/> and finding a peer allocates nothing.</summary>
    internal const int UfragLength = 8;

    private const int PasswordLength = 24;
    private const string IceChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>The password as the HMAC key of STUN's short-term credential.</summary>
    internal byte[] Key { get; } = Encoding.ASCII.GetBytes(Password);

    /// <summary>48 and 144 random bits.</summary>
    public static IceCredentials Random() =>
        new(RandomNumberGenerator.GetString(IceChars, UfragLength), RandomNumberGenerator.GetString(IceChars, PasswordLength));

    /// <summary>What <see cref="TryReadKey"/> finds in a check sent to these credentials.</summary>
    internal ulong UfragKey { get; } = TryReadKey(Encoding.ASCII.GetBytes(Ufrag + ":"), out var key) ? key : 0;

    /// <summary>Reads our ufrag out of a USERNAME, <c>ours:theirs</c> (RFC 8445 §7.2.2).</summary>
    /// <returns>False when it isn't of our form: then it is none of ours.</returns>
    internal static bool TryReadKey(ReadOnlySpan<byte> username, out ulong key)
    {
        key = 0;
        if (username.Length <= UfragLength || username[UfragLength] != (byte)':') return false;
        key = BitConverter.ToUInt64(username);
        return true;
    }

    public override string ToString() => $"IceCredentials({Ufrag})";
}
