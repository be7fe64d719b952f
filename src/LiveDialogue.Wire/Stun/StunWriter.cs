using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LiveDialogue.Wire.Stun;

/// <summary>
/// Writes the Binding messages of ICE, each with FINGERPRINT, and with MESSAGE-INTEGRITY where a key is given
/// (RFC 8489, RFC 8445 §7). Every method returns the message's length, or 0 when it doesn't fit the destination.
/// </summary>
public static class StunWriter
{
    /// <summary>An ICE connectivity check.</summary>
    /// <param name="transactionId">12 random bytes.</param>
    /// <param name="username">Receiver's ufrag, colon, own ufrag.</param>
    /// <param name="key">The receiver's ICE password.</param>
    /// <param name="priority">What the peer reflexive candidate would have.</param>
    public static int BindingRequest(
        Span<byte> destination, ReadOnlySpan<byte> transactionId, ReadOnlySpan<byte> username, ReadOnlySpan<byte> key,
        uint priority, ulong tieBreaker, bool controlling, bool useCandidate)
    {
        Span<byte> number = stackalloc byte[8];
        var builder = new StunBuilder(destination, StunType.BindingRequest, transactionId);
        builder.Add(StunAttribute.Username, username);
        BinaryPrimitives.WriteUInt32BigEndian(number, priority);
        builder.Add(StunAttribute.Priority, number[..4]);
        BinaryPrimitives.WriteUInt64BigEndian(number, tieBreaker);
        builder.Add(controlling ? StunAttribute.IceControlling : StunAttribute.IceControlled, number);
        if (useCandidate) builder.Add(StunAttribute.UseCandidate, []);
        return builder.Finish(key);
    }

    /// <summary>The answer to a check: where it came from, as we saw it.</summary>
    /// <param name="transactionId">The request's.</param>
    /// <param name="address">4 or 16 bytes in network order; an IPv4 address as 4, never v4-mapped.</param>
    /// <param name="key">Our own ICE password, as in the request.</param>
    public static int BindingSuccess(
        Span<byte> destination, ReadOnlySpan<byte> transactionId, ReadOnlySpan<byte> address, ushort port, ReadOnlySpan<byte> key)
    {
        if (address.Length is not (4 or 16)) return 0;

        var builder = new StunBuilder(destination, StunType.BindingSuccess, transactionId);
        builder.AddXorMappedAddress(address, port);
        return builder.Finish(key);
    }

    /// <summary>A refusal: 400 bad request, 401 unauthenticated, 487 role conflict …</summary>
    /// <param name="code">300..699 (RFC 8489 §14.8).</param>
    /// <param name="reason">A short ASCII phrase.</param>
    /// <param name="key">Empty where the request could not be authenticated: then without MESSAGE-INTEGRITY (§9.1.3).</param>
    public static int BindingError(
        Span<byte> destination, ReadOnlySpan<byte> transactionId, int code, ReadOnlySpan<byte> reason, ReadOnlySpan<byte> key)
    {
        if (code is < 300 or > 699 || reason.Length > 124) return 0;

        Span<byte> value = stackalloc byte[128];
        value[..4].Clear();
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
        reason.CopyTo(value[4..]);
        var builder = new StunBuilder(destination, StunType.BindingError, transactionId);
        builder.Add(StunAttribute.ErrorCode, value[..(4 + reason.Length)]);
        return builder.Finish(key);
    }

    /// <summary>Computes MESSAGE-INTEGRITY over what stands before it, after setting the length as if it were the last attribute (§14.5).</summary>
    /// <param name="covered">Header and attributes before MESSAGE-INTEGRITY; its length field is overwritten.</param>
    /// <param name="destination">20 bytes.</param>
    internal static void WriteIntegrity(Span<byte> covered, ReadOnlySpan<byte> key, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(covered[2..], (ushort)(covered.Length - StunMessage.HeaderLength + 4 + StunMessage.IntegrityLength));
        HMACSHA1.HashData(key, covered, destination);
    }
}
