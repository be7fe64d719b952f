using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Linux;

/// <summary>Reads one socket (each port into its own buffers | hundreds of ports through one intake).</summary>
internal interface IReceiver
{
    /// <param name="more">There may be more than there was room for.</param>
    /// <returns>How many entries were filled; 0 when nothing is there.</returns>
    int TryTake(Span<ReceivedDatagram> batch, out bool more);

    /// <summary>Gives back what it holds. It isn't used after.</summary>
    void ReleaseAll();
}
