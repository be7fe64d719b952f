using LiveDialogue.Mixer;
using LiveDialogue.Server.Ops;

namespace LiveDialogue.Server.Programs;

/// <summary>The programs' figures at /metrics, summed over the live events of this node; <c>program_frames_per_second</c> by event.</summary>
internal sealed class ProgramMetrics(ProgramRunners programs) : IMetricSource
{
    public void Write(MetricWriter metrics)
    {
        var all = programs.All.Select(program => (Event: program.Event.Value, program.Mixer.Status, program.Mixer.Counters)).ToList();
        metrics.Gauge("programs", "Programs made now.", all.Count);
        foreach (var program in all) metrics.Gauge("program_frames_per_second", "The program's rate now.", program.Status.FramesPerSecond, ("event", program.Event));
        metrics.Counter("program_ticks_total", "Frames due by the programs' clocks.", all.Sum(program => program.Counters.Ticks));
        metrics.Counter("program_late_ticks_total", "Frames drawn later than half a frame after they were due.", all.Sum(program => program.Counters.LateTicks));
        metrics.Counter("program_encoder_restarts_total", "Encoders that died and were started again.", all.Sum(program => program.Counters.EncoderRestarts));
        var outputs = all.SelectMany(program => program.Status.Outputs).ToList();
        foreach (var state in Enum.GetValues<OutputState>())
            metrics.Gauge("program_outputs", "Outputs of the programs.", outputs.Count(output => output.State == state), ("state", Json.Word(state)));
    }
}
