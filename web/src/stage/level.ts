import { signal } from '@preact/signals';

/** How loud a microphone is, 0 to 1, ten times a second; `heard` stays true once a voice has been there. */
export class Level {
  readonly loudness = signal(0);
  readonly heard = signal(false);
  private timer: ReturnType<typeof setInterval> | undefined;
  private context: AudioContext | undefined;

  listen(stream: MediaStream): void {
    this.stop();
    this.heard.value = false;
    if (stream.getAudioTracks().length === 0) return;
    this.context = new AudioContext();
    void this.context.resume();
    const analyser = this.context.createAnalyser();
    analyser.fftSize = 1024;
    this.context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, s) => sum + s * s, 0) / samples.length;
      // -60 dB and less is silence, -10 dB a loud voice
      this.loudness.value = Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 60) / 50));
      if (this.loudness.value > 0.3) this.heard.value = true;
    }, 100);
  }

  stop(): void {
    clearInterval(this.timer);
    void this.context?.close();
    this.context = undefined;
    this.loudness.value = 0;
  }
}
