using LiveDialogue.Sfu.Io;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Io;

/// <summary>Stands still unless it is set.</summary>
internal sealed class HandClock : IMonoClock
{
    public MonoTime Now { get; set; } = new(1_000_000);
}
