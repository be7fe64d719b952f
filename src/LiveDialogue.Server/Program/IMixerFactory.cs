using LiveDialogue.Mixer;

namespace LiveDialogue.Server.Programs;

/// <summary>Makes mixers, one per live event. Thread-safe.</summary>
internal interface IMixerFactory
{
    /// <summary>What this machine lacks for a program, as a sentence for the operator; null for nothing.</summary>
    string? Missing { get; }

    /// <param name="output">Takes the program as RTP.</param>
    /// <exception cref="IOException">A folder can't be made.</exception>
    IProgramMixer Create(MixerOptions options, IProgramOutput output, IMixerObserver observer);
}
