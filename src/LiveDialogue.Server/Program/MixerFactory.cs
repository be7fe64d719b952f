using LiveDialogue.Mixer;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Programs;

/// <summary>The real mixers.</summary>
internal sealed class MixerFactory(IOptions<ProgramOptions> options, ILogger<ProgramMixer> log, TimeProvider time) : IMixerFactory
{
    public string? Missing => MixerNeeds.Missing(options.Value.Ffmpeg);

    public IProgramMixer Create(MixerOptions options, IProgramOutput output, IMixerObserver observer) => new ProgramMixer(options, output, observer, log, time);
}
