using System.Security.Cryptography;

namespace LiveDialogue.Simulator.Transport;

/// <summary>Username fragment and password of one side (RFC 8445 §5.3).</summary>
internal sealed record IceCredentials(string Ufrag, string Password)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    internal static IceCredentials New() => new(RandomNumberGenerator.GetString(Letters, 8), RandomNumberGenerator.GetString(Letters, 24));
}
