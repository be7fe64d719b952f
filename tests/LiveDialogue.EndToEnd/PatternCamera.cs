using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>
/// A camera and a microphone made by the page itself: one colour with a clock burned in, and a tone. The clock is twenty bits of the wall clock's
/// milliseconds as a row of bright and dark squares, with its negative beneath, so that whoever decodes the picture knows how old it is.
/// </summary>
internal static class PatternCamera
{
    private const int Bits = 20;

    /// <summary>What these pages show when they share a screen: a colour that no office has.</summary>
    public static readonly (byte R, byte G, byte B) Screen = (120, 40, 140);

    /// <summary>For a page of its own, before it loads.</summary>
    public static string Script((byte R, byte G, byte B) colour, int hertz) => $$"""
        (() => {
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [640, 360];
          const context = canvas.getContext('2d', { alpha: false });
          const draw = () => {
            context.fillStyle = 'rgb({{colour.R}} {{colour.G}} {{colour.B}})';
            context.fillRect(0, 0, 640, 360);
            const now = Date.now();
            for (let bit = 0; bit < {{Bits}}; bit++) {
              const lit = Math.floor(now / 2 ** bit) % 2 === 1;
              context.fillStyle = lit ? '#fff' : '#000';
              context.fillRect(20 + bit * 30, 20, 30, 40);
              context.fillStyle = lit ? '#000' : '#fff';
              context.fillRect(20 + bit * 30, 60, 30, 40);
            }
          };
          navigator.mediaDevices.getUserMedia = async (wanted) => {
            const stream = new MediaStream();
            if (wanted.video) {
              draw();
              setInterval(draw, 50);
              stream.addTrack(canvas.captureStream(20).getVideoTracks()[0]);
            }
            if (wanted.audio) {
              const sound = new AudioContext();
              const tone = new OscillatorNode(sound, { frequency: {{hertz}} });
              const out = sound.createMediaStreamDestination();
              tone.connect(new GainNode(sound, { gain: 0.2 })).connect(out);
              tone.start();
              stream.addTrack(out.stream.getAudioTracks()[0]);
            }
            return stream;
          };
          navigator.mediaDevices.getDisplayMedia = async () => {
            const screen = document.createElement('canvas');
            [screen.width, screen.height] = [960, 540];
            const paint = screen.getContext('2d', { alpha: false });
            const show = () => {
              paint.fillStyle = 'rgb({{Screen.R}} {{Screen.G}} {{Screen.B}})';
              paint.fillRect(0, 0, 960, 540);
              paint.fillStyle = '#fff';
              paint.fillRect(40 + (Date.now() / 10) % 800, 20, 40, 40);
            };
            show();
            setInterval(show, 100);
            return new MediaStream([screen.captureStream(10).getVideoTracks()[0]]);
          };
        })();
        """;

    // [age in ms or -1, r, g, b] of one tile; the colour is of a patch in the middle, where neither clock nor caption is.
    private static readonly string Read = $$"""
        (video, [x, y, width, height]) => {
          if (!video.videoWidth) return '';
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [640, 360];
          const context = canvas.getContext('2d', { willReadFrequently: true });
          const now = Date.now();
          const [w, h] = [video.videoWidth, video.videoHeight];
          context.drawImage(video, x * w, y * h, width * w, height * h, 0, 0, 640, 360);
          const bright = (px, py) => {
            const [r, g, b] = context.getImageData(px, py, 1, 1).data;
            return r + g + b > 384;
          };
          let stamp = 0, clear = true;
          for (let bit = 0; bit < {{Bits}}; bit++) {
            const lit = bright(35 + bit * 30, 40);
            if (lit === bright(35 + bit * 30, 80)) clear = false;
            if (lit) stamp += 2 ** bit;
          }
          const wrap = 2 ** {{Bits}};
          const age = clear ? (now % wrap - stamp + wrap) % wrap : -1;
          const pixels = context.getImageData(280, 150, 80, 40).data;
          const sum = [0, 0, 0];
          for (let i = 0; i < pixels.length; i += 4) for (let c = 0; c < 3; c++) sum[c] += pixels[i + c];
          return [age, ...sum.map((value) => Math.round(value / (pixels.length / 4)))].join(' ');
        }
        """;

    /// <param name="video">The page's.</param>
    /// <param name="tile">Of the program, as the board says; null: the whole picture.</param>
    /// <returns>Null while the video shows nothing; <see cref="TileReading.Age"/> null where the clock can't be read.</returns>
    public static async Task<TileReading?> ReadTileAsync(this ILocator video, JsonElement? tile = null)
    {
        var text = await video.EvaluateAsync<string>(Read, Area(tile));
        if (text.Length == 0) return null;
        var numbers = text.Split(' ').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new(numbers[0] < 0 ? null : TimeSpan.FromMilliseconds(numbers[0]), ((byte)numbers[1], (byte)numbers[2], (byte)numbers[3]));
    }

    // The wall clock in ms from which on the tile has no readable clock: for a fifth of a second, since a blurred picture may have none either.
    private static readonly string Gone = $$"""
        (video, area) => new Promise((resolve) => {
          const read = {{Read}};
          let since;
          const look = () => {
            const now = Date.now();
            if (!read(video, area).startsWith('-1 ')) since = undefined;
            else since ??= now;
            if (now - since >= 200) resolve(since);
            else setTimeout(look, 3);
          };
          look();
        })
        """;

    /// <summary>When the clock was no longer on the screen, by the page's own looking: this process looks too rarely.</summary>
    public static async Task<DateTimeOffset> ClockGoneAsync(this ILocator video, JsonElement? tile) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)await video.EvaluateAsync<double>(Gone, Area(tile)));

    /// <summary>Reads until so many ages are there.</summary>
    public static async Task<Ages> AgesAsync(this ILocator video, string who, int count, JsonElement? tile = null)
    {
        var ages = new List<TimeSpan>();
        await Eventually.HoldsAsync($"{who} sees the clock {count} times", async () =>
        {
            if (await video.ReadTileAsync(tile) is { Age: { } age } && age < TimeSpan.FromMinutes(1)) ages.Add(age);
            return ages.Count >= count;
        });
        ages.Sort();
        return new(ages[0], ages[ages.Count / 2], ages[^1]);
    }

    private static double[] Area(JsonElement? tile) =>
        tile is { } known ? [.. new[] { "x", "y", "width", "height" }.Select(property => known.GetProperty(property).GetDouble())] : [0, 0, 1, 1];
}

/// <param name="Age">Since it was drawn in the speaker's page.</param>
internal sealed record TileReading(TimeSpan? Age, (byte R, byte G, byte B) Colour)
{
    public bool IsAbout((byte R, byte G, byte B) wanted) =>
        Math.Abs(Colour.R - wanted.R) < 40 && Math.Abs(Colour.G - wanted.G) < 40 && Math.Abs(Colour.B - wanted.B) < 40;
}

internal sealed record Ages(TimeSpan Least, TimeSpan Median, TimeSpan Most)
{
    public override string ToString() => FormattableString.Invariant($"{Median.TotalMilliseconds:0} ms ({Least.TotalMilliseconds:0} to {Most.TotalMilliseconds:0})");
}
