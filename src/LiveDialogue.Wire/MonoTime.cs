namespace LiveDialogue.Wire;

/// <summary>
/// A moment of monotonic media time, in microseconds since a fixed but unknown start; <c>default</c> is that start.
/// Comparable only with moments of the same clock. Unrelated to wall time.
/// </summary>
public readonly record struct MonoTime(long Microseconds) : IComparable<MonoTime>
{
    /// <summary>Later than every moment a clock gives: "no deadline".</summary>
    public static readonly MonoTime Never = new(long.MaxValue);

    public static MonoTime operator +(MonoTime time, TimeSpan span) => new(time.Microseconds + (span.Ticks / TimeSpan.TicksPerMicrosecond));
    public static MonoTime operator -(MonoTime time, TimeSpan span) => new(time.Microseconds - (span.Ticks / TimeSpan.TicksPerMicrosecond));
    public static TimeSpan operator -(MonoTime left, MonoTime right) => new((left.Microseconds - right.Microseconds) * TimeSpan.TicksPerMicrosecond);
    public static bool operator <(MonoTime left, MonoTime right) => left.Microseconds < right.Microseconds;
    public static bool operator >(MonoTime left, MonoTime right) => left.Microseconds > right.Microseconds;
    public static bool operator <=(MonoTime left, MonoTime right) => left.Microseconds <= right.Microseconds;
    public static bool operator >=(MonoTime left, MonoTime right) => left.Microseconds >= right.Microseconds;

    public static MonoTime Earlier(MonoTime left, MonoTime right) => left <= right ? left : right;

    public int CompareTo(MonoTime other) => Microseconds.CompareTo(other.Microseconds);

    public override string ToString() => this == Never ? "never" : $"{Microseconds / 1_000_000d:0.000000}s";
}
