using System.Buffers.Binary;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Testing;

/// <summary>
/// Leaves packets readable and puts a checksum of four bytes behind them, made with the direction's key: a flipped bit, a reflected packet and a
/// replay are found as by the real one.
/// </summary>
public sealed class PlainSrtp(SrtpKeys keys) : ISrtp
{
    private const int TagLength = 4;
    private readonly Dictionary<uint, Replay> _received = [];
    private readonly Dictionary<uint, Replay> _sent = [];

    public int MaxOverhead => TagLength;

    public SrtpResult UnprotectRtp(Span<byte> packet, out int length)
    {
        var result = Verify(packet, out length);
        if (result != SrtpResult.Ok || length < 12) return result == SrtpResult.Ok ? SrtpResult.Malformed : result;
        return TryTake(_received, packet) ? SrtpResult.Ok : SrtpResult.Replayed;
    }

    public SrtpResult UnprotectRtcp(Span<byte> packet, out int length) => Verify(packet, out length);

    public int ProtectRtp(Span<byte> packet, int plainLength) => TryTake(_sent, packet) ? Append(packet, plainLength) : 0;

    public int ProtectRtcp(Span<byte> packet, int plainLength) => Append(packet, plainLength);

    public void Dispose() => _received.Clear();

    private static bool TryTake(Dictionary<uint, Replay> streams, ReadOnlySpan<byte> packet)
    {
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        if (!streams.TryGetValue(ssrc, out var stream)) streams.Add(ssrc, stream = new Replay());
        return stream.TryTake(BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));
    }

    private SrtpResult Verify(ReadOnlySpan<byte> packet, out int length)
    {
        length = packet.Length - TagLength;
        if (length < 8) return SrtpResult.Malformed;
        return BinaryPrimitives.ReadUInt32BigEndian(packet[length..]) == Checksum(packet[..length], keys.InboundKey.Span)
            ? SrtpResult.Ok
            : SrtpResult.Unauthenticated;
    }

    private int Append(Span<byte> packet, int plainLength)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet[plainLength..], Checksum(packet[..plainLength], keys.OutboundKey.Span));
        return plainLength + TagLength;
    }

    // FNV-1a
    private static uint Checksum(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> key)
    {
        var hash = 2_166_136_261u;
        foreach (var b in key) hash = unchecked((hash ^ b) * 16_777_619);
        foreach (var b in bytes) hash = unchecked((hash ^ b) * 16_777_619);
        return hash;
    }

    private sealed class Replay
    {
        private SequenceUnwrapper _unwrapper;
        private ReceiveWindow _window = ReceiveWindow.Empty;

        public bool TryTake(ushort sequence) => _window.Take(_unwrapper.Unwrap(new SequenceNumber(sequence)) + 65_536) is null;
    }
}
