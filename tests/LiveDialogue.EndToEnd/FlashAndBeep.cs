using System.Globalization;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>
/// A camera that turns white at each full second of its own sound clock while its microphone beeps, and the look at both in another page: on the
/// picture as it is shown and in the sound as it is played.
/// </summary>
internal static class FlashAndBeep
{
    /// <summary>For a speaker's page, before it loads.</summary>
    public const string Script = """
        (() => {
          const Length = 0.2;
          navigator.mediaDevices.getUserMedia = async (wanted) => {
            const stream = new MediaStream();
            const sound = new AudioContext();
            if (wanted.video) {
              const canvas = document.createElement('canvas');
              [canvas.width, canvas.height] = [640, 360];
              const context = canvas.getContext('2d', { alpha: false });
              const draw = () => {
                context.fillStyle = sound.currentTime % 1 < Length ? '#fff' : '#203040';
                context.fillRect(0, 0, 640, 360);
                context.fillStyle = '#888';
                context.fillRect((Date.now() / 5) % 600, 320, 30, 30);
              };
              draw();
              setInterval(draw, 10);
              stream.addTrack(canvas.captureStream(30).getVideoTracks()[0]);
            }
            if (wanted.audio) {
              const tone = new OscillatorNode(sound, { frequency: 1000 });
              const gate = new GainNode(sound, { gain: 0 });
              for (let second = 1; second < 600; second++) {
                gate.gain.setValueAtTime(0.5, second);
                gate.gain.setValueAtTime(0, second + Length);
              }
              const out = sound.createMediaStreamDestination();
              tone.connect(gate).connect(out);
              tone.start();
              stream.addTrack(out.stream.getAudioTracks()[0]);
            }
            return stream;
          };
        })();
        """;

    // Sound after picture in ms, of each flash with its beep. Times are those of showing and playing, on the page's clock.
    private const string Watch = """
        async (count) => {
          const video = document.querySelector('video');
          const sound = new AudioContext();
          await sound.resume();
          const ear = new AnalyserNode(sound, { fftSize: 4096 });
          sound.createMediaStreamSource(document.querySelector('audio').srcObject).connect(ear);
          const samples = new Float32Array(ear.fftSize);
          const [flashes, beeps] = [[], []];
          let lastBeep = 0;
          const listen = setInterval(() => {
            ear.getFloatTimeDomainData(samples);
            const now = performance.now();
            const at = samples.findIndex((sample) => Math.abs(sample) > 0.03);
            // An onset has silence before it in the buffer.
            if (at > 200) {
              const time = now - ((samples.length - at) / sound.sampleRate) * 1000;
              if (time - lastBeep > 500) beeps.push(time);
              lastBeep = time;
            }
          }, 10);
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [16, 9];
          const context = canvas.getContext('2d', { willReadFrequently: true });
          let bright = true;
          const look = (now, frame) => {
            context.drawImage(video, 0, 0, 16, 9);
            const [r, g, b] = context.getImageData(8, 4, 1, 1).data;
            const lit = r + g + b > 450;
            if (lit && !bright) flashes.push(frame.expectedDisplayTime);
            bright = lit;
            video.requestVideoFrameCallback(look);
          };
          video.requestVideoFrameCallback(look);
          const offsets = () => flashes.flatMap((flash) => {
            const beep = beeps.reduce((best, other) => (Math.abs(other - flash) < Math.abs(best - flash) ? other : best), Infinity);
            return Math.abs(beep - flash) < 450 ? [beep - flash] : [];
          });
          const deadline = performance.now() + 35_000;
          while (offsets().length < count && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
          clearInterval(listen);
          return offsets().map((offset) => Math.round(offset)).join(' ');
        }
        """;

    /// <returns>Milliseconds that the sound comes after its picture, in order of size; fewer than asked for where not so many were found.</returns>
    public static async Task<IReadOnlyList<int>> OffsetsAsync(this IPage viewer, int count) =>
        [.. (await viewer.EvaluateAsync<string>(Watch, count)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, CultureInfo.InvariantCulture)).Order()];
}
