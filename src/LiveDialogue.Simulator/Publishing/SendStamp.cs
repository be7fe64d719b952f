using System.Buffers.Binary;
using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Publishing;

/// <summary>The moment of sending in a synthetic payload's last 8 bytes, by the clock that publisher and viewers of one process share.</summary>
internal static class SendStamp
{
    private const int Length = 8;

    internal static void Write(Span<byte> payload, MonoTime now)
    {
        if (payload.Length >= Length * 2) BinaryPrimitives.WriteInt64BigEndian(payload[^Length..], now.Microseconds);
    }

    internal static bool TryRead(ReadOnlySpan<byte> payload, out MonoTime sent)
    {
        sent = payload.Length >= Length * 2 ? new(BinaryPrimitives.ReadInt64BigEndian(payload[^Length..])) : default;
        return sent != default;
    }
}
