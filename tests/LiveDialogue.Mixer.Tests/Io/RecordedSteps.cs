using LiveDialogue.Mixer.Io;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Tests.Io;

/// <summary>Writes down what the loop asked for; a test gives each step its cost.</summary>
internal sealed class RecordedSteps : IProgramSteps
{
    public List<(long Tick, MonoTime Due, bool Repeat)> Pictures { get; } = [];

    public List<long> Frames { get; } = [];

    public List<int> Strides { get; } = [];

    public List<(TimeSpan From, TimeSpan By)> Standstills { get; } = [];

    public Action<bool>? OnPicture { get; set; }

    public int Waiting { get; set; }

    public int Backlog(MonoTime now) => Waiting;

    public void Picture(long tick, MonoTime due, bool repeat)
    {
        Pictures.Add((tick, due, repeat));
        OnPicture?.Invoke(repeat);
    }

    public void Sound(long frame, MonoTime due) => Frames.Add(frame);

    public void StoodStill(TimeSpan from, TimeSpan by) => Standstills.Add((from, by));

    public void RateChanged(int stride, in RateEvidence because) => Strides.Add(stride);
}
