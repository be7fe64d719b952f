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

    public int ProtectRtp(Span<byte> packet, int plainLength) => TryTake(_sent, packet, packet[..plainLength]) ? Append(packet, plainLength) : 0;

    /// <summary>Throws for any other bytes than those of before: with a real cipher that would be the end of secrecy.</summary>
    public int ProtectRtpAgain(Span<byte> packet, int plainLength)
    {
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        if (!_sent.TryGetValue(ssrc, out var stream)) return 0;
        if (!stream.TryGetPlain(BinaryPrimitives.ReadUInt16BigEndian(packet[2..]), out var before)) return 0;
        if (!packet[..plainLength].SequenceEqual(before)) throw new InvalidOperationException("Another packet under a number that was used.");
        return Append(packet, plainLength);
    }

    public int ProtectRtcp(Span<byte> packet, int plainLength) => Append(packet, plainLength);

    public void Dispose() => _received.Clear();

    private static bool TryTake(Dictionary<uint, Replay> streams, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> plain = default)
    {
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        if (!streams.TryGetValue(ssrc, out var stream)) streams.Add(ssrc, stream = new Replay());
        return stream.TryTake(BinaryPrimitives.ReadUInt16BigEndian(packet[2..]), plain);
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

        // Slots of fixed size, since tests measure what the packet path allocates.
        private const int Kept = 256, Slot = 1600;
        private byte[]? _plain;
        private (int Number, int Length)[]? _places;

        public bool TryTake(ushort sequence, ReadOnlySpan<byte> plain)
        {
            if (_window.Take(_unwrapper.Unwrap(new SequenceNumber(sequence)) + 65_536) is not null) return false;
            if (plain.IsEmpty) return true;
            _plain ??= new byte[Kept * Slot];
            _places ??= new (int, int)[Kept];
            plain.CopyTo(_plain.AsSpan(sequence % Kept * Slot));
            _places[sequence % Kept] = (sequence, plain.Length);
            return true;
        }

        public bool TryGetPlain(ushort sequence, out ReadOnlySpan<byte> plain)
        {
            plain = default;
            if (_plain is null || _places is null || _places[sequence % Kept] is not { Length: > 0 } place || place.Number != sequence) return false;
            plain = _plain.AsSpan(sequence % Kept * Slot, place.Length);
            return true;
        }
    }
}
