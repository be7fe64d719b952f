using System.Buffers.Binary;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Rtcp;

/// <summary>Packs arrivals into the chunks and deltas of one <see cref="TransportFeedback"/>.</summary>
internal static class TransportFeedbackWriter
{
    /// <summary>Packets in one message: what keeps the working space on the stack small. Two seconds of a busy publisher.</summary>
    public const int MaxStatuses = 1024;

    private const int ChunksStart = RtcpPacket.HeaderLength + RtcpHeader.FeedbackLength + TransportFeedback.FixedFciLength;

    public static int Write(
        Span<byte> destination, uint senderSsrc, uint mediaSsrc, byte feedbackCount,
        SequenceNumber baseSequence, ReadOnlySpan<MonoTime?> arrivals, out int taken)
    {
        taken = 0;
        if (!TryFirst(arrivals, out var firstArrival)) return 0;

        // Whole 64 ms units at or before the first arrival, so that its delta is small and not negative.
        var reference = FloorDivide(firstArrival.Microseconds, TransportFeedback.MicrosecondsPerReferenceUnit);

        Span<byte> symbols = stackalloc byte[MaxStatuses];
        Span<short> deltas = stackalloc short[MaxStatuses];
        var room = destination.Length & ~3;
        var count = Measure(arrivals, reference, room, symbols, deltas);
        symbols = symbols[..count];
        if (symbols.IndexOfAnyExcept((byte)StatusChunk.Lost) < 0) return 0;

        var length = WriteChunks(destination, symbols);
        length = WriteDeltas(destination, length, symbols, deltas);
        var end = (length + 3) & ~3;
        // Zeros without the P bit: padding is for a compound's last packet only, and the deltas' number is known from the symbols.
        destination[length..end].Clear();

        RtcpHeader.WriteFeedback(destination[..end], TransportFeedback.FeedbackFormat, RtcpType.RtpFeedback, senderSsrc, mediaSsrc);
        BinaryPrimitives.WriteUInt16BigEndian(destination[12..], baseSequence.Value);
        BinaryPrimitives.WriteUInt16BigEndian(destination[14..], (ushort)count);
        BinaryPrimitives.WriteUInt32BigEndian(
            destination[16..], ((uint)(reference & TransportFeedback.ReferenceTimeMask) << 8) | feedbackCount);
        taken = count;
        return end;
    }

    private static bool TryFirst(ReadOnlySpan<MonoTime?> arrivals, out MonoTime first)
    {
        foreach (var arrival in arrivals)
        {
            if (arrival is not { } time) continue;
            first = time;
            return true;
        }
        first = default;
        return false;
    }

    // Fills symbols and deltas as far as the message has room and the deltas have range; returns how many.
    private static int Measure(ReadOnlySpan<MonoTime?> arrivals, long reference, int room, Span<byte> symbols, Span<short> deltas)
    {
        // In ticks since the reference time: rounding the time, not the delta, keeps errors from adding up.
        long previous = 0;
        var deltaBytes = 0;
        var count = 0;
        for (; count < arrivals.Length && count < symbols.Length; count++)
        {
            var symbol = StatusChunk.Lost;
            if (arrivals[count] is { } arrival)
            {
                var ticks = FloorDivide(
                    arrival.Microseconds - (reference * TransportFeedback.MicrosecondsPerReferenceUnit), TransportFeedback.MicrosecondsPerTick);
                var delta = ticks - previous;
                if (delta is < short.MinValue or > short.MaxValue) break;
                symbol = delta is >= 0 and <= byte.MaxValue ? StatusChunk.SmallDelta : StatusChunk.LargeDelta;
                deltas[count] = (short)delta;
                previous = ticks;
            }
            // Every chunk but the last speaks of 7 packets or more.
            var chunkBytes = 2 * ((count / StatusChunk.TwoBitSymbols) + 1);
            if (ChunksStart + chunkBytes + deltaBytes + StatusChunk.DeltaLength(symbol) > room) break;
            deltaBytes += StatusChunk.DeltaLength(symbol);
            symbols[count] = (byte)symbol;
        }
        return count;
    }

    private static int WriteChunks(Span<byte> destination, ReadOnlySpan<byte> symbols)
    {
        var length = ChunksStart;
        while (!symbols.IsEmpty)
        {
            var taken = TakeChunk(symbols, out var chunk);
            BinaryPrimitives.WriteUInt16BigEndian(destination[length..], chunk);
            symbols = symbols[taken..];
            length += 2;
        }
        return length;
    }

    private static int TakeChunk(ReadOnlySpan<byte> symbols, out ushort chunk)
    {
        var run = symbols.IndexOfAnyExcept(symbols[0]);
        if (run < 0) run = symbols.Length;
        var oneBit = symbols[..Math.Min(StatusChunk.OneBitSymbols, symbols.Length)];
        var fitsOneBit = !oneBit.Contains((byte)StatusChunk.LargeDelta);

        if (run >= (fitsOneBit ? StatusChunk.OneBitSymbols : StatusChunk.TwoBitSymbols) || run == symbols.Length)
        {
            run = Math.Min(run, StatusChunk.MaxRun);
            chunk = StatusChunk.Run(symbols[0], run);
            return run;
        }
        if (fitsOneBit)
        {
            chunk = StatusChunk.OneBit(oneBit);
            return oneBit.Length;
        }
        var twoBit = symbols[..Math.Min(StatusChunk.TwoBitSymbols, symbols.Length)];
        chunk = StatusChunk.TwoBit(twoBit);
        return twoBit.Length;
    }

    private static int WriteDeltas(Span<byte> destination, int length, ReadOnlySpan<byte> symbols, ReadOnlySpan<short> deltas)
    {
        for (var i = 0; i < symbols.Length; i++)
        {
            if (symbols[i] == StatusChunk.SmallDelta) destination[length] = (byte)deltas[i];
            else if (symbols[i] == StatusChunk.LargeDelta) BinaryPrimitives.WriteInt16BigEndian(destination[length..], deltas[i]);
            length += StatusChunk.DeltaLength(symbols[i]);
        }
        return length;
    }

    private static long FloorDivide(long value, int divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);
}
