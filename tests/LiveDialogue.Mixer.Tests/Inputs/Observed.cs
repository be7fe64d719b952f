using System.Collections.Concurrent;
using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Tests.Inputs;

/// <summary>Notes down what a mixer wants.</summary>
internal sealed class Observed : IMixerObserver
{
    public ConcurrentQueue<SourceId> Keyframes { get; } = new();

    public void KeyframeWanted(SourceId source) => Keyframes.Enqueue(source);

    public void SizeWanted(SourceId source, int pixels)
    {
        // nobody asks here
    }

    public void StatusChanged(MixerStatus status)
    {
        // nobody asks here
    }
}
