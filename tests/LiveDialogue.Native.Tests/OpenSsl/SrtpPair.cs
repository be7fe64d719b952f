using System.Buffers.Binary;
using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Security;

namespace LiveDialogue.Native.Tests.OpenSsl;

/// <summary>Two ends of one association with fixed keys.</summary>
internal sealed class SrtpPair : IDisposable
{
    internal SrtpPair(SrtpProfile profile)
    {
        var salt = profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;
        var (keyA, keyB) = (Bytes(1, 16), Bytes(40, 16));
        var (saltA, saltB) = (Bytes(80, salt), Bytes(120, salt));
        Sender = new(new(profile, keyA, saltA, keyB, saltB));
        Receiver = new(new(profile, keyB, saltB, keyA, saltA));
    }

    internal Srtp Sender { get; }
    internal Srtp Receiver { get; }

    /// <summary>A packet with a header extension, and a payload that tells its sequence number.</summary>
    internal static byte[] Rtp(ushort sequence, uint ssrc = 0xCAFE, int payload = 100)
    {
        var packet = new byte[20 + payload];
        (packet[0], packet[1]) = (0x90, 96);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(12), 0xBEDE_0001);
        packet.AsSpan(20).Fill((byte)(sequence * 7));
        return packet;
    }

    internal static byte[] Rtcp(uint ssrc, int length = 52)
    {
        var compound = new byte[length];
        (compound[0], compound[1]) = (0x80, 200);
        BinaryPrimitives.WriteUInt16BigEndian(compound.AsSpan(2), (ushort)((length / 4) - 1));
        BinaryPrimitives.WriteUInt32BigEndian(compound.AsSpan(4), ssrc);
        for (var i = 8; i < length; i++) compound[i] = (byte)i;
        return compound;
    }

    internal static (SrtpResult Result, string Plain) Ok(byte[] plain) => (SrtpResult.Ok, Convert.ToHexString(plain));

    /// <returns>The protected packet; empty when it was refused.</returns>
    internal byte[] Protect(byte[] plain)
    {
        byte[] room = [.. plain, .. new byte[Sender.MaxOverhead]];
        return room[..Sender.ProtectRtp(room, plain.Length)];
    }

    internal byte[] ProtectRtcp(byte[] plain)
    {
        byte[] room = [.. plain, .. new byte[Sender.MaxOverhead]];
        return room[..Sender.ProtectRtcp(room, plain.Length)];
    }

    internal (SrtpResult Result, string Plain) Unprotect(byte[] sealedPacket)
    {
        var copy = sealedPacket.ToArray();
        var result = Receiver.UnprotectRtp(copy, out var length);
        return (result, result == SrtpResult.Ok ? Convert.ToHexString(copy.AsSpan(0, length)) : "");
    }

    internal (SrtpResult Result, string Plain) UnprotectRtcp(byte[] sealedPacket)
    {
        var copy = sealedPacket.ToArray();
        var result = Receiver.UnprotectRtcp(copy, out var length);
        return (result, result == SrtpResult.Ok ? Convert.ToHexString(copy.AsSpan(0, length)) : "");
    }

    private static byte[] Bytes(byte first, int count) => [.. Enumerable.Range(first, count).Select(i => (byte)i)];

    public void Dispose()
    {
        Sender.Dispose();
        Receiver.Dispose();
    }
}
