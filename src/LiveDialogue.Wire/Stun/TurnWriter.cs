using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LiveDialogue.Wire.Stun;

/// <summary>Writes what a TURN client asks of a relay (RFC 8656): enough to find out whether it takes our credentials. Lengths as <see cref="StunWriter"/>'s.</summary>
public static class TurnWriter
{
    private const byte Udp = 17;    // of REQUESTED-TRANSPORT: an IP protocol's number

    /// <summary>A relayed address, please (§7.1). Without a credential the relay answers with its realm and a nonce.</summary>
    public static int AllocateRequest(Span<byte> destination, ReadOnlySpan<byte> transactionId, TurnCredential? credential)
    {
        var builder = new StunBuilder(destination, StunType.AllocateRequest, transactionId);
        builder.Add(StunAttribute.RequestedTransport, [Udp, 0, 0, 0]);
        return Finish(ref builder, credential);
    }

    /// <summary>The same for longer, or for no longer: 0 gives it back (§8.1).</summary>
    public static int RefreshRequest(Span<byte> destination, ReadOnlySpan<byte> transactionId, uint lifetimeSeconds, TurnCredential? credential)
    {
        Span<byte> lifetime = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(lifetime, lifetimeSeconds);
        var builder = new StunBuilder(destination, StunType.RefreshRequest, transactionId);
        builder.Add(StunAttribute.Lifetime, lifetime);
        return Finish(ref builder, credential);
    }

    private static int Finish(scoped ref StunBuilder builder, TurnCredential? credential)
    {
        if (credential is null) return builder.Finish([]);
        builder.Add(StunAttribute.Username, Encoding.UTF8.GetBytes(credential.Name));
        builder.Add(StunAttribute.Realm, Encoding.UTF8.GetBytes(credential.Realm));
        builder.Add(StunAttribute.Nonce, credential.Nonce.Span);
        return builder.Finish(credential.Key);
    }
}

/// <summary>STUN's long-term credential (RFC 8489 §9.2) for one relay, with the realm and nonce it named.</summary>
public sealed record TurnCredential(string Name, string Password, string Realm, ReadOnlyMemory<byte> Nonce)
{
#pragma warning disable CA5351 // the protocol's own algorithm (RFC 8489 §9.2.2); relays in use know no other
    internal byte[] Key { get; } = MD5.HashData(Encoding.UTF8.GetBytes($"{Name}:{Realm}:{Password}"));
#pragma warning restore CA5351
}
