using System.Runtime.CompilerServices;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>When one slot's picture last came from another layer. A mutable struct of fixed size.</summary>
internal struct RecentSwitches
{
    /// <summary>In a minute: more is restless to look at.</summary>
    public const int Most = 4;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private Moments _moments;
    private int _count;

    public void Note(MonoTime now) => _moments[_count++ % Most] = now;

    public readonly int WithinAMinute(MonoTime now)
    {
        var recent = 0;
        for (var i = 0; i < Math.Min(_count, Most); i++)
            if (now - _moments[i] < Minute) recent++;
        return recent;
    }

    [InlineArray(Most)]
    private struct Moments
    {
        private MonoTime _first;
    }
}
