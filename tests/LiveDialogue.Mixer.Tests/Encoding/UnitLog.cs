using System.Collections.Concurrent;
using LiveDialogue.Mixer.Encoding;

namespace LiveDialogue.Mixer.Tests.Encoding;

/// <summary>An output that keeps everything.</summary>
internal sealed class UnitLog : IUnitOutput
{
    private readonly ConcurrentQueue<EncodedUnit> _units = new();

    public event Action? StatusChanged { add { } remove { } }

    public event Action? KeyframeWanted { add { } remove { } }

    public OutputStatus Status => new("log", OutputKind.Recording, "", OutputState.Running, OutputReason.None, "");

    public int Begins { get; private set; }

    public ProgramHeaders? Headers { get; private set; }

    public Action<EncodedUnit>? OnUnit { get; set; }

    public IReadOnlyList<EncodedUnit> Of(EncodedTrack track) => [.. _units.Where(u => u.Track == track)];

    public void Begin(ProgramHeaders headers) => (Headers, Begins) = (headers, Begins + 1);

    public void Add(in EncodedUnit unit)
    {
        _units.Enqueue(unit);
        OnUnit?.Invoke(unit);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
