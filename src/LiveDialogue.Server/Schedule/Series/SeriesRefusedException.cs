using LiveDialogue.Server.Events;

namespace LiveDialogue.Server.Schedule.Series;

/// <summary>Rolls a change of a series back: one of its occurrences can't be changed so.</summary>
internal sealed class SeriesRefusedException : Exception
{
    public SeriesRefusedException(int number, Drafted why) => (Number, Why) = (number, why);

    public SeriesRefusedException()
    {
    }

    public SeriesRefusedException(string message)
        : base(message)
    {
    }

    public SeriesRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The occurrence.</summary>
    public int Number { get; }

    public Drafted? Why { get; }
}
