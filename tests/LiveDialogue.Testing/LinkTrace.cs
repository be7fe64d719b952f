using System.Globalization;
using LiveDialogue.Wire;

namespace LiveDialogue.Testing;

/// <summary>
/// When a link took a packet, as mahimahi records it (Winstein et al., NSDI 2013): a line is the millisecond of one opportunity for 1,500 bytes; several
/// in a millisecond are several lines; after its end it begins anew.
/// </summary>
public sealed class LinkTrace
{
    internal const int OpportunityBytes = 1500;

    private readonly int[] _milliseconds;

    /// <param name="milliseconds">Ascending, at least one.</param>
    public LinkTrace(IReadOnlyList<int> milliseconds) => _milliseconds = [.. milliseconds];

    /// <summary>Until it begins anew.</summary>
    public TimeSpan Length => TimeSpan.FromMilliseconds(_milliseconds[^1]);

    public static LinkTrace Read(string file) => new([.. File.ReadLines(file).Select(line => int.Parse(line, CultureInfo.InvariantCulture))]);

    /// <summary>When the nth opportunity is, counted through all rounds.</summary>
    internal MonoTime At(long index) =>
        new(((index / _milliseconds.Length * _milliseconds[^1]) + _milliseconds[index % _milliseconds.Length]) * 1000);

    /// <returns>The first opportunity at or after a moment.</returns>
    internal long FirstFrom(MonoTime time)
    {
        var milliseconds = (time.Microseconds + 999) / 1000;
        var round = Math.Max(0, (milliseconds - 1) / _milliseconds[^1]);
        var within = Array.BinarySearch(_milliseconds, (int)(milliseconds - (round * _milliseconds[^1])));
        if (within < 0) within = ~within;
        while (within > 0 && _milliseconds[within - 1] == _milliseconds[Math.Min(within, _milliseconds.Length - 1)]) within--;
        return (round * _milliseconds.Length) + within;
    }
}

/// <summary>How far one link has used a trace up. A mutable struct.</summary>
internal struct TraceCursor
{
    private long _index;
    private int _left;

    /// <returns>False, with nothing used, when the datagram would wait longer than <paramref name="queue"/>.</returns>
    public bool TryServe(LinkTrace trace, int length, MonoTime now, TimeSpan queue, out MonoTime leaves)
    {
        var (index, left) = (_index, _left);
        if (trace.At(index) < now || left == 0)
        {
            var first = trace.FirstFrom(now);
            // Opportunities that passed while nothing waited are gone.
            (index, left) = first > index ? (first, LinkTrace.OpportunityBytes) : left == 0 ? (index + 1, LinkTrace.OpportunityBytes) : (index, left);
        }
        while (length > left)
        {
            length -= left;
            (index, left) = (index + 1, LinkTrace.OpportunityBytes);
        }
        left -= length;
        leaves = trace.At(index);
        if (leaves < now) leaves = now;
        if (leaves - now > queue) return false;
        (_index, _left) = (index, left);
        return true;
    }
}
