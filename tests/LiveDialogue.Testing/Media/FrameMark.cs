using System.Buffers.Binary;

namespace LiveDialogue.Testing.Media;

/// <summary>What synthetic media writes into the last bytes of every payload, so that a receiver knows what it got and what it lacks.</summary>
/// <param name="Frame">Counts from 0 within a layer.</param>
/// <param name="Index">Of the packet in its frame.</param>
/// <param name="Count">Packets of the frame.</param>
public readonly record struct FrameMark(byte Publisher, byte Layer, uint Frame, byte Index, byte Count, bool IsKeyframe)
{
    public const int Length = 10;
    private const byte Magic = 0xA5;

    public void Write(Span<byte> payload)
    {
        var tail = payload[^Length..];
        tail[0] = Magic;
        tail[1] = Publisher;
        tail[2] = Layer;
        BinaryPrimitives.WriteUInt32BigEndian(tail[3..], Frame);
        tail[7] = Index;
        tail[8] = Count;
        tail[9] = IsKeyframe ? (byte)1 : (byte)0;
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, out FrameMark mark)
    {
        mark = default;
        if (payload.Length < Length || payload[^Length] != Magic) return false;
        var tail = payload[^Length..];
        mark = new(tail[1], tail[2], BinaryPrimitives.ReadUInt32BigEndian(tail[3..]), tail[7], tail[8], tail[9] != 0);
        return true;
    }
}
