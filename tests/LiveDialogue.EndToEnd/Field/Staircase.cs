using System.Globalization;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd.Field;

/// <summary>
/// A voice whose every moment is known: sixteen tones, a new one every 80 ms, round and round. Who hears it knows how much was missing: what was lost, and what
/// a decoder made up in its place, is time without a new tone.
/// </summary>
internal static class Staircase
{
    private const int Tones = 16;
    private const int Milliseconds = 80;

    /// <summary>For a page of its own, after <see cref="PatternCamera.Script"/>: that one's picture, this voice.</summary>
    public static string Script => $$"""
        (() => {
          const seen = navigator.mediaDevices.getUserMedia;
          navigator.mediaDevices.getUserMedia = async (wanted) => {
            const stream = await seen({ video: wanted.video });
            if (wanted.audio) {
              const sound = new AudioContext();
              const tone = new OscillatorNode(sound, { frequency: 400 });
              const out = sound.createMediaStreamDestination();
              tone.connect(new GainNode(sound, { gain: 0.25 })).connect(out);
              tone.start();
              let step = 0, at = sound.currentTime + 0.1;
              const write = () => {
                for (; at < sound.currentTime + 20; at += {{Milliseconds}} / 1000) tone.frequency.setValueAtTime(400 + 100 * (step++ % {{Tones}}), at);
              };
              write();
              setInterval(write, 3000);
              stream.addTrack(out.stream.getAudioTracks()[0]);
            }
            return stream;
          };
        })();
        """;

    // Counted in samples, so that a page that is late hears nothing less; the wall clock only says when.
    private const string Listen = """
        () => {
          const connection = window.__connections.findLast((c) => c.connectionState === 'connected');
          const track = connection.getReceivers().map((r) => r.track).find((t) => t.kind === 'audio');
          const sound = new AudioContext({ sampleRate: 48000 });
          const [TONES, STEP, WINDOW] = [16, 80, 960];
          const factor = Array.from({ length: TONES }, (_, i) => 2 * Math.cos((2 * Math.PI * (400 + 100 * i)) / 48000));
          const heard = (window.__heard = { gaps: [], leftOut: 0, tones: 0, last: Date.now(), changes: 0 });
          let [samples, last, before, changedAt, rest] = [0, -1, -1, 0, new Float32Array(0)];
          let leap = 0;
          const tone = (block) => {
            let [energy, best, at] = [1e-9, 0, -1];
            for (const s of block) energy += s * s;
            if (energy / WINDOW < 1e-6) return -1;
            for (let i = 0; i < TONES; i++) {
              let [a, b] = [0, 0];
              for (const s of block) [a, b] = [b, s + factor[i] * b - a];
              const power = (a * a + b * b - factor[i] * a * b) / (energy * WINDOW / 2);
              if (power > best) [best, at] = [power, i];
            }
            return best > 0.45 ? at : -1;
          };
          const node = sound.createScriptProcessor(4096, 1, 1);
          node.onaudioprocess = (event) => {
            const fresh = event.inputBuffer.getChannelData(0);
            const all = new Float32Array(rest.length + fresh.length);
            all.set(rest); all.set(fresh, rest.length);
            let from = 0;
            for (; from + WINDOW <= all.length; from += WINDOW) {
              samples += WINDOW;
              const now = tone(all.subarray(from, from + WINDOW));
              const steady = now >= 0 && (now === before || now !== last);
              before = now;
              if (!steady || now === last) continue;
              const at = samples / 48;
              const jump = (now - last + TONES) % TONES;
              if (last >= 0 && jump > TONES - 4) continue;         // nobody speaks backwards: misheard; a longer leap is seen by its time
              const silent = Math.round(at - changedAt - STEP);
              if (last >= 0 && silent > 60) heard.gaps.push([Date.now(), silent]);
              // Left out without a pause, to catch up: believed when the stairs go on from there.
              if (leap && jump === 1) heard.leftOut += leap;
              leap = last >= 0 ? Math.max(0, (jump - 1) * STEP - Math.max(0, silent)) : 0;
              [last, changedAt] = [now, at];
              heard.changes++;
              heard.last = Date.now();
            }
            rest = all.slice(from);
          };
          sound.createMediaStreamSource(new MediaStream([track])).connect(node).connect(sound.destination);
          window.__probe = [sound, node];
        }
        """;

    public static Task HearStaircaseAsync(this IPage page) => page.EvaluateAsync(Listen);

    /// <summary>When a new tone was heard last, milliseconds of the wall clock; and how many were.</summary>
    public static async Task<(long Last, long Changes)> StaircaseAsync(this IPage page)
    {
        var words = (await page.EvaluateAsync<string>("() => `${window.__heard.last} ${window.__heard.changes}`")).Split(' ');
        return (long.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Milliseconds of the voice that were skipped without a pause: a buffer that had grown too long caught up.</summary>
    public static Task<int> LeftOutAsync(this IPage page) => page.EvaluateAsync<int>("() => window.__heard.leftOut");

    /// <summary>All pauses, in order: when they ended (wall clock, milliseconds), and how long nothing new was heard.</summary>
    public static async Task<IReadOnlyList<(long At, int Missing)>> GapsAsync(this IPage page)
    {
        var text = await page.EvaluateAsync<string>("() => window.__heard.gaps.map((g) => g.join(':')).join(' ')");
        return [.. from gap in text.Split(' ', StringSplitOptions.RemoveEmptyEntries) let parts = gap.Split(':') select (long.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture))];
    }
}
