using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Io;

/// <summary>What the program's thread does when something is due. Never waits for anything but the processor.</summary>
internal interface IProgramSteps
{
    /// <summary>Pictures that the encoder hasn't taken although it could have: pressure.</summary>
    int Backlog(MonoTime now);

    /// <param name="tick">Its number on the full rate's grid.</param>
    /// <param name="due">When it was due: what is drawn is of this moment, however late it is drawn.</param>
    /// <param name="repeat">The next one is due already: show the last picture once more, since drawing would only lose more time.</param>
    void Picture(long tick, MonoTime due, bool repeat);

    /// <summary>The next 20 ms.</summary>
    void Sound(long frame, MonoTime due);

    /// <summary>The whole process stood still. Nothing of that is made up for: the program's clock stood too, and its hours are others from here on.</summary>
    /// <param name="from">Program time of the next picture.</param>
    /// <param name="by">How much later it is than the program's clock says.</param>
    void StoodStill(TimeSpan from, TimeSpan by);

    /// <param name="stride">1: every tick is drawn. 2: every other. 3: every third.</param>
    /// <param name="because">What the two seconds before were like.</param>
    void RateChanged(int stride, in RateEvidence because);
}
