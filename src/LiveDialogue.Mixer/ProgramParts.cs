using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Io;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Workers;

namespace LiveDialogue.Mixer;

/// <summary>What a test may replace in the mixer; null for the real one.</summary>
/// <param name="Patient">The program waits for its encoder instead of dropping pictures: faster than real time, by a clock of the test's.</param>
internal sealed record ProgramParts(
    IMixClock Clock, IWorkerStarter Workers, bool Patient, Func<FramePool, IProgramInputs>? Inputs = null, Func<IProgramPainter>? Painter = null);
