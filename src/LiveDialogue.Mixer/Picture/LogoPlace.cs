using System.Collections.Immutable;
using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Picture;

/// <summary>Where the logo goes: top right, beside or above the tiles where there is room, else small inside the tile that is there. Pure.</summary>
internal static class LogoPlace
{
    /// <returns>The logo stands at the right end of it, in the middle of its height, and is no larger.</returns>
    public static Area In(ImmutableArray<Area> tiles, int width, int height)
    {
        var unit = height / 720.0;
        int inset = (int)(24 * unit), most = (int)(180 * unit), mostHigh = (int)(56 * unit);
        var corner = new Area(width - inset - most, inset, most, mostHigh);
        if (tiles.IsEmpty) return corner;

        var top = tiles.Min(tile => tile.Y);
        if (top >= 56 * unit)
        {
            var high = Math.Min(mostHigh, top - (int)(16 * unit));
            return new(width - inset - most, (top - high) / 2, most, high);
        }
        var right = tiles.Where(tile => tile.Y < inset + mostHigh).Max(tile => tile.X + tile.Width);
        if (width - right >= 110 * unit)
        {
            var free = Math.Min(most, width - right - (int)(24 * unit));
            return new(width - (int)(12 * unit) - free, inset, free, mostHigh);
        }
        var beneath = tiles.Where(tile => tile.X + tile.Width == right).MinBy(tile => tile.Y);
        var share = Math.Min(most, (int)(beneath.Width / 3.4));
        inset = beneath.Width > 900 * unit ? (int)(28 * unit) : (int)(10 * unit);
        return new(right - inset - share, beneath.Y + inset, share, Math.Min(mostHigh, share / 3));
    }
}
