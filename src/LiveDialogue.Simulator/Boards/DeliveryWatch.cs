using System.Globalization;
using LiveDialogue.Simulator.Storm;

namespace LiveDialogue.Simulator.Boards;

/// <summary>Notes when each numbered message was sent and when each of thousands of viewers had it. The number stands in the message's text as <c>#n=123;</c>.</summary>
internal sealed class DeliveryWatch
{
    public const string Mark = "#n=";
    private readonly long[] _sent = new long[100_000];
    private readonly Lock _gate = new();
    private long _delivered;
    private Delays _delays = new();

    public long Delivered => Interlocked.Read(ref _delivered);

    public Delays Delays => _delays;

    /// <summary>Forgets what was measured; the numbers go on.</summary>
    public void Restart()
    {
        lock (_gate) _delays = new();
        Interlocked.Exchange(ref _delivered, 0);
    }

    public void Sent(int number) => Volatile.Write(ref _sent[number], TimeProvider.System.GetTimestamp());

    public void Heard(ReadOnlyMemory<byte> message)
    {
        var at = message.Span.IndexOf("#n="u8);
        if (at < 0) return;

        var digits = message.Span[(at + 3)..];
        if (digits.IndexOf((byte)';') is not (> 0 and var end) || !int.TryParse(digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return;
        if (Volatile.Read(ref _sent[number]) is not (> 0 and var sent)) return;

        _delays.Add(TimeProvider.System.GetElapsedTime(sent));
        Interlocked.Increment(ref _delivered);
    }
}
