using LiveDialogue.Simulator.Publishing;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Simulator.Watching;

namespace LiveDialogue.Simulator.Bench;

/// <summary>Something in a process of its own that takes one publisher to many viewers (our server | Janus | the floor).</summary>
internal interface IForwarder : IAsyncDisposable
{
    string Name { get; }

    TimeSpan CpuTime();

    /// <summary>One publisher and its viewers, all the same peers whatever forwards. Runs until it is told to stop.</summary>
    Task MeetAsync(PeerLoop publishers, PeerLoop viewers, Meeting meeting, CancellationToken ct);
}

/// <summary>What a measurement brings together and counts.</summary>
internal sealed record Meeting(int Viewers, int KilobitsPerSecond, SentPackets Sent, ViewerTotals Totals);
