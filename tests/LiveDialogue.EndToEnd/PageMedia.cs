using System.Globalization;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>What a page really receives: decoded frames, colours, audio energy, read from the browser itself.</summary>
internal static class PageMedia
{
    public const string KeepConnections = """
        (() => {
          const Original = window.RTCPeerConnection;
          window.__connections = [];
          window.RTCPeerConnection = class extends Original {
            constructor(...args) { super(...args); window.__connections.push(this); }
          };
        })();
        """;

    private const string Inbound = """
        async () => {
          let frames = 0, energy = 0, lost = 0, freezes = 0;
          for (const connection of window.__connections ?? []) {
            if (connection.connectionState === 'closed') continue;
            for (const report of (await connection.getStats()).values()) {
              if (report.type !== 'inbound-rtp') continue;
              frames += report.framesDecoded ?? 0;
              energy += report.totalAudioEnergy ?? 0;
              lost += report.packetsLost ?? 0;
              freezes += report.freezeCount ?? 0;
            }
          }
          return [frames, energy, lost, freezes].join(' ');
        }
        """;

    // How much older, by the sender's clock, what is heard is than what is seen: as the browser's own synchroniser reckons it.
    private const string Behind = """
        async () => {
          for (const connection of window.__connections ?? []) {
            if (connection.connectionState !== 'connected') continue;
            const playing = {};
            for (const report of (await connection.getStats()).values())
              if (report.type === 'inbound-rtp' && report.estimatedPlayoutTimestamp) playing[report.kind] = report.estimatedPlayoutTimestamp;
            if (playing.audio && playing.video) return `${Math.round(playing.video - playing.audio)} ${playing.video}`;
          }
          return '';
        }
        """;

    // The mean of a patch below the middle, where the moving box never is.
    private const string Colour = """
        (video) => {
          if (!video.videoWidth) return '';
          const canvas = document.createElement('canvas');
          canvas.width = 64; canvas.height = 36;
          const context = canvas.getContext('2d');
          context.drawImage(video, 0, 0, 64, 36);
          const pixels = context.getImageData(16, 22, 32, 10).data;
          const sum = [0, 0, 0];
          for (let i = 0; i < pixels.length; i += 4) for (let c = 0; c < 3; c++) sum[c] += pixels[i + c];
          return sum.map((value) => Math.round(value / (pixels.length / 4))).join(' ');
        }
        """;

    public static async Task<(double Frames, double AudioEnergy, double Lost, double Freezes)> ReceivedAsync(this IPage page)
    {
        var numbers = (await page.EvaluateAsync<string>(Inbound)).Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    /// <summary>Waits until the middle of the last ten different moments is in step.</summary>
    /// <param name="most">Milliseconds, either way.</param>
    /// <returns>Milliseconds that the sound comes after its picture, in the order in which they were read.</returns>
    public static async Task<IReadOnlyList<int>> InStepAsync(this IPage page, int most)
    {
        const int Looked = 10;
        var (readings, last) = (new List<int>(), "");
        await Eventually.HoldsAsync(
            "the browser plays sound and picture in step",
            async () =>
            {
                var words = (await page.EvaluateAsync<string>(Behind)).Split(' ');
                if (words.Length < 2 || words[1] == last) return false;
                last = words[1];
                readings.Add(int.Parse(words[0], CultureInfo.InvariantCulture));
                return readings.Count >= Looked && Math.Abs(readings.TakeLast(Looked).Order().ElementAt(Looked / 2)) <= most;
            },
            TimeSpan.FromSeconds(100));
        return readings;
    }

    /// <summary>Waits until both decoded frames and heard energy have grown from what they are now.</summary>
    public static async Task SeesAndHearsAsync(this IPage page, string who, int frames = 15, bool sound = true)
    {
        var before = await page.ReceivedAsync();
        await Eventually.HoldsAsync($"{who} sees {frames} more frames{(sound ? " and hears something" : "")}", async () =>
        {
            var now = await page.ReceivedAsync();
            return now.Frames >= before.Frames + frames && (!sound || now.AudioEnergy > before.AudioEnergy + 0.0001);
        });
    }

    /// <summary>Waits until some visible video shows the colour.</summary>
    public static Task ShowsColourAsync(this IPage page, string who, (byte R, byte G, byte B) wanted) =>
        Eventually.HoldsAsync($"{who} sees {wanted}", async () =>
        {
            foreach (var video in await page.Locator("video").ElementHandlesAsync())
            {
                var text = await video.EvaluateAsync<string>(Colour);
                if (text.Length == 0) continue;
                var c = text.Split(' ').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
                if (Math.Abs(c[0] - wanted.R) < 40 && Math.Abs(c[1] - wanted.G) < 40 && Math.Abs(c[2] - wanted.B) < 40) return true;
            }
            return false;
        });
}
