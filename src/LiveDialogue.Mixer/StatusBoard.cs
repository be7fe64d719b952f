using System.Collections.Immutable;
using LiveDialogue.Mixer.Encoding;

namespace LiveDialogue.Mixer;

/// <summary>Puts together what the mixer and its outputs say of themselves, and tells it when something in it changed. Thread-safe.</summary>
internal sealed class StatusBoard(int fullFramesPerSecond, IMixerObserver observer)
{
    private readonly Lock _gate = new();
    private ImmutableArray<IUnitOutput> _outputs = [];
    private MixerStatus _status = MixerStatus.Off with { Phase = MixerPhase.Starting, FramesPerSecond = fullFramesPerSecond, FullFramesPerSecond = fullFramesPerSecond };

    public MixerStatus Status
    {
        get { lock (_gate) return _status; }
    }

    public void Add(IUnitOutput output)
    {
        lock (_gate) _outputs = _outputs.Add(output);
        output.StatusChanged += Refresh;
        Refresh();
    }

    public void Remove(IUnitOutput output)
    {
        output.StatusChanged -= Refresh;
        lock (_gate) _outputs = _outputs.Remove(output);
        Refresh();
    }

    public void Refresh() => Change(status => status);

    /// <summary>The observer is told within: it notes it down and returns, and so never gets an older one after a newer.</summary>
    public void Change(Func<MixerStatus, MixerStatus> change)
    {
        lock (_gate)
        {
            var next = change(_status) with { Outputs = [.. _outputs.Select(o => o.Status)] };
            if (next with { Outputs = _status.Outputs } == _status && next.Outputs.SequenceEqual(_status.Outputs)) return;
            _status = next;
            observer.StatusChanged(next);
        }
    }
}
