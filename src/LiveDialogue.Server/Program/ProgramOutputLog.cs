using LiveDialogue.Mixer;
using LiveDialogue.Server.Ops;
using NodaTime;

namespace LiveDialogue.Server.Programs;

/// <summary>Tells the log of each output's change of state, once, and of a trouble that comes and goes not more often than it helps. One caller.</summary>
internal sealed class ProgramOutputLog(EventId eventId, ILogger log)
{
    /// <summary>A rate that is lowered and raised again is one trouble for so long.</summary>
    public static readonly Duration SameTrouble = Duration.FromMinutes(5);

    private MixerTrouble _said;
    private Instant _saidAt;
    private MixerStatus _last = MixerStatus.Off;

    public void Note(MixerStatus status, Instant now)
    {
        foreach (var output in status.Outputs)
        {
            var before = _last.Outputs.FirstOrDefault(other => other.Id == output.Id);
            if (before is not null && before.State == output.State && before.Reason == output.Reason) continue;

            if (output.State is OutputState.Running && output.Reason is OutputReason.None) Log.OutputRuns(log, eventId, output.Id, Json.Word(output.Kind));
            else if (output.Reason is not OutputReason.None) Log.OutputTrouble(log, eventId, output.Id, Json.Word(output.Kind), Json.Word(output.State), Json.Word(output.Reason), output.Detail);
        }
        if (status.Degraded is not MixerTrouble.None && status.Degraded != _last.Degraded && (status.Degraded != _said || now - _saidAt >= SameTrouble))
        {
            (_said, _saidAt) = (status.Degraded, now);
            Log.ProgramTrouble(log, eventId, Json.Word(status.Degraded), status.FramesPerSecond, status.FullFramesPerSecond);
        }
        _last = status;
    }
}
