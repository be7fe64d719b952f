using LiveDialogue.Mixer;

namespace LiveDialogue.Server.Programs;

/// <summary>The real mixers.</summary>
internal sealed class MixerFactory : IMixerFactory
{
    public string? Missing => "This build has no mixer yet.";

    public IProgramMixer Create(MixerOptions options, IProgramOutput output, IMixerObserver observer) => throw new NotSupportedException();
}
