using System.Collections.Immutable;

namespace LiveDialogue.Mixer;

/// <summary>What the mixer says of itself. A new value whenever anything in it changed.</summary>
/// <param name="FramesPerSecond">The program's rate now.</param>
/// <param name="Degraded">The machine can't keep up, or a worker fails again and again: why, as a code of <see cref="MixerTrouble"/>.</param>
public sealed record MixerStatus(MixerPhase Phase, bool Killed, int FramesPerSecond, int FullFramesPerSecond, MixerTrouble Degraded, ImmutableArray<OutputStatus> Outputs)
{
    public static readonly MixerStatus Off = new(MixerPhase.Off, Killed: false, 0, 0, MixerTrouble.None, []);
}

public enum MixerPhase { Off, Starting, Running, Stopped }

public enum MixerTrouble { None, RateLowered, EncoderRestarting, EncoderFails }

/// <param name="Id">"sfu", "hls", "recording" or the <see cref="PushTarget.Id"/>.</param>
/// <param name="Reason">Why it isn't running.</param>
/// <param name="Detail">For the operator: a file system's or a worker's own words, without secrets; empty for none.</param>
public sealed record OutputStatus(string Id, OutputKind Kind, string Name, OutputState State, OutputReason Reason, string Detail);

public enum OutputKind { WebRtc, Hls, Recording, Push }

public enum OutputState { Starting, Running, Retrying, Failed, Stopped }

public enum OutputReason { None, Refused, Stalled, DiskFull, DiskNearlyFull, FolderGone, WorkerDied }
