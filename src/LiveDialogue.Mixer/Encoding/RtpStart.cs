using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LiveDialogue.Mixer.Encoding;

/// <summary>Where an RTP stream begins: random, as RFC 3550 §5.1 asks.</summary>
/// <param name="Timestamp">That of the program's clock at zero.</param>
internal sealed record RtpStart(byte PayloadType, uint Ssrc, ushort Sequence, uint Timestamp)
{
    public static RtpStart Random(byte payloadType)
    {
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        return new(
            payloadType, BinaryPrimitives.ReadUInt32BigEndian(random), BinaryPrimitives.ReadUInt16BigEndian(random[4..]), BinaryPrimitives.ReadUInt32BigEndian(random[6..]));
    }
}
