using System.Buffers.Binary;

namespace LiveDialogue.Mixer.Tests.Inputs;

/// <summary>Makes RTP of frames as a browser does: VP8 with its descriptor, H.264 in packetization mode 1 with the parameter sets in a STAP-A.</summary>
internal sealed class RtpSender(ushort firstSequence = 65_500)
{
    private const int LargestPayload = 1100;
    private readonly List<byte[]> _packets = [];
    private ushort _sequence = firstSequence;

    public IReadOnlyList<byte[]> Video(InputCodec codec, ReadOnlySpan<byte> frame, uint timestamp)
    {
        _packets.Clear();
        if (codec == InputCodec.Vp8) PacketizeVp8(frame, timestamp);
        else PacketizeH264(frame, timestamp);
        if (_packets.Count > 0) _packets[^1][1] |= 0x80;             // damage may have left no unit
        return [.. _packets];
    }

    public byte[] Voice(ReadOnlySpan<byte> opus, uint timestamp)
    {
        _packets.Clear();
        Add(opus, timestamp);
        return _packets[0];
    }

    private void PacketizeVp8(ReadOnlySpan<byte> frame, uint timestamp)
    {
        for (var first = true; frame.Length > 0; first = false)
        {
            var length = Math.Min(LargestPayload, frame.Length);
            Add([(byte)(first ? 0x10 : 0x00), .. frame[..length]], timestamp);
            frame = frame[length..];
        }
    }

    private void PacketizeH264(ReadOnlySpan<byte> frame, uint timestamp)
    {
        List<byte[]> parameters = [];
        foreach (var unit in Units(frame))
        {
            if (unit.Length == 0) continue;
            if ((unit[0] & 0x1F) is 7 or 8)
            {
                parameters.Add(unit);
                continue;
            }
            if ((unit[0] & 0x1F) == 6) continue;                    // x264 signs its work
            if (parameters.Count > 0) Add([0x78, .. parameters.SelectMany(p => (byte[])[(byte)(p.Length >> 8), (byte)p.Length, .. p])], timestamp);
            parameters.Clear();
            AddUnit(unit, timestamp);
        }
    }

    private void AddUnit(ReadOnlySpan<byte> unit, uint timestamp)
    {
        if (unit.Length <= LargestPayload)
        {
            Add(unit, timestamp);
            return;
        }
        var (indicator, type) = ((byte)((unit[0] & 0xE0) | 28), unit[0] & 0x1F);
        var rest = unit[1..];
        for (var first = true; rest.Length > 0; first = false)
        {
            var length = Math.Min(LargestPayload, rest.Length);
            Add([indicator, (byte)(type | (first ? 0x80 : 0) | (length == rest.Length ? 0x40 : 0)), .. rest[..length]], timestamp);
            rest = rest[length..];
        }
    }

    private void Add(ReadOnlySpan<byte> payload, uint timestamp)
    {
        var packet = new byte[12 + payload.Length];
        packet[0] = 0x80;
        packet[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), _sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        payload.CopyTo(packet.AsSpan(12));
        _packets.Add(packet);
        unchecked { _sequence++; }
    }

    private static List<byte[]> Units(ReadOnlySpan<byte> frame)
    {
        List<byte[]> units = [];
        ReadOnlySpan<byte> code = [0, 0, 1];
        for (var start = frame.IndexOf(code); start >= 0;)
        {
            frame = frame[(start + 3)..];
            var next = frame.IndexOf(code);
            var end = next < 0 ? frame.Length : next > 0 && frame[next - 1] == 0 ? next - 1 : next;
            units.Add(frame[..end].ToArray());
            start = next;
        }
        return units;
    }
}
