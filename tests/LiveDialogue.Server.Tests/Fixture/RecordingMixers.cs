using System.Collections.Concurrent;
using LiveDialogue.Mixer;
using LiveDialogue.Server.Programs;

namespace LiveDialogue.Server.Tests.Fixture;

/// <summary>Mixers without threads and workers, which remember what they were told.</summary>
internal sealed class RecordingMixers : IMixerFactory
{
    private readonly ConcurrentQueue<RecordingMixer> _made = [];

    /// <summary>In the order of their making, closed ones too.</summary>
    public IReadOnlyList<RecordingMixer> Made => [.. _made];

    /// <summary>Set before the server starts to have it without programs.</summary>
    public string? Missing { get; set; }

    /// <summary>Set to have the next ones fail.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Set to have the next ones fail at their first push.</summary>
    public Exception? PushFailure { get; set; }

    public IProgramMixer Create(MixerOptions options, IProgramOutput output, IMixerObserver observer)
    {
        if (Failure is { } failure) throw failure;
        var mixer = new RecordingMixer(options, output, observer) { PushFailure = PushFailure };
        _made.Enqueue(mixer);
        return mixer;
    }
}
