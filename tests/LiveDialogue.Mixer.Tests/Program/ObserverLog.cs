using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Tests.Program;

/// <summary>Keeps what the mixer said.</summary>
internal sealed class ObserverLog : IMixerObserver
{
    private readonly Lock _gate = new();
    private readonly List<(SourceId Source, int Pixels)> _sizes = [];
    private readonly List<MixerStatus> _statuses = [];

    public IReadOnlyList<(SourceId Source, int Pixels)> Sizes
    {
        get { lock (_gate) return [.. _sizes]; }
    }

    public IReadOnlyList<MixerStatus> Statuses
    {
        get { lock (_gate) return [.. _statuses]; }
    }

    public void KeyframeWanted(SourceId source) { }

    public void SizeWanted(SourceId source, int pixels)
    {
        lock (_gate) _sizes.Add((source, pixels));
    }

    public void StatusChanged(MixerStatus status)
    {
        lock (_gate) _statuses.Add(status);
    }
}
