using System.Globalization;

namespace LiveDialogue.Mixer.Outputs.Disk;

internal enum RoomLeft { Enough, Little, None }

/// <param name="Words">For the operator; empty when there is enough.</param>
internal readonly record struct RoomFound(RoomLeft Left, string Words);

/// <summary>Keeps some bytes of a disk free for the rest of the machine: the database above all.</summary>
/// <param name="keepFree">Below this many bytes nothing more is written.</param>
internal sealed class DiskReserve(long keepFree, FreeSpaceProbe probe)
{
    /// <summary>The warning comes at this many times the room that stays free: with 256 MB, twenty minutes before the end.</summary>
    private const int WarnFactor = 4;

    /// <param name="writing">False: about to begin, which takes a quarter more than going on, so that it doesn't begin and end in turn.</param>
    public RoomFound Look(string folder, bool writing)
    {
        if (keepFree <= 0 || probe(folder) is not { } free) return new(RoomLeft.Enough, "");
        var least = writing ? keepFree : keepFree + (keepFree / 4);
        var left = free < least ? RoomLeft.None : free < keepFree * WarnFactor ? RoomLeft.Little : RoomLeft.Enough;
        return new(left, left is RoomLeft.Enough ? "" : string.Create(CultureInfo.InvariantCulture, $"{free >> 20} MB are free, {keepFree >> 20} MB are to stay free"));
    }
}
