using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd.Field;

/// <summary>Looks at one tile of the program as a viewer sees it, twice a second: is anything of the person there, and where it stands still, is its age beside it?</summary>
internal sealed class TileWatch(IPage viewer, JsonElement tile, (byte R, byte G, byte B) colour)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    // What is on its way through the program, and the two seconds after which an age is shown.
    private const int OldMilliseconds = 4500;

    // A pixel of the badge that is neither digit nor clock: the picture's own colour where there is no badge.
    private const string Badge = """
        (video, [x, y, width, height]) => {
          if (!video.videoWidth) return '';
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [640, 360];
          const context = canvas.getContext('2d', { willReadFrequently: true });
          context.drawImage(video, x * video.videoWidth, y * video.videoHeight, width * video.videoWidth, height * video.videoHeight, 0, 0, 640, 360);
          return [...context.getImageData(17, 33, 1, 1).data].slice(0, 3).join(' ');
        }
        """;

    /// <summary>Looks, and those without the person; those with a picture that stood still and didn't say so.</summary>
    public (int All, int Black, int Frozen) Seen { get; private set; }

    /// <summary>When it was looked and nothing was there, milliseconds of the wall clock.</summary>
    public List<string> Notes { get; } = [];

    public async Task RunAsync(CancellationToken over)
    {
        var video = viewer.Locator("video").First;
        var area = new[] { "x", "y", "width", "height" }.Select(name => tile.GetProperty(name).GetDouble()).ToArray();
        try
        {
            while (true)
            {
                await Task.Delay(Look, TimeProvider.System, over);
                var reading = await video.ReadTileAsync(tile);
                var badge = (await video.EvaluateAsync<string>(Badge, area)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (reading is null || badge.Length < 3) continue;
                var isThere = IsOf(reading.Colour);
                var hasBadge = int.Parse(badge[0], CultureInfo.InvariantCulture) < colour.R / 2;
                var isFrozen = isThere && !hasBadge && reading.Age?.TotalMilliseconds > OldMilliseconds;
                Seen = (Seen.All + 1, Seen.Black + (isThere ? 0 : 1), Seen.Frozen + (isFrozen ? 1 : 0));
                if (!isThere || isFrozen) Notes.Add($"{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()} {(isFrozen ? "frozen" : "black")} {reading.Colour} {reading.Age?.TotalMilliseconds:0} ms, badge {string.Join(',', badge)}");
            }
        }
        catch (OperationCanceledException)
        {
            // looked long enough
        }
    }

    // Darkened or not: the same hue.
    private static bool IsOf((byte R, byte G, byte B) seen) => seen.R > 50 && seen.R > 1.6 * Math.Max(seen.G, seen.B);
}
