// A speaker's camera and microphone, published by WHIP: the same door OBS uses.
import { signal } from '@preact/signals';
import type { SpeakerRung } from '../contracts';
import { MediaLink } from './link';
import { cameraEncodings, changed, packetTime, screenEncodings, voiceEncoding, withPacketTime } from './rungs';

export const audioWishes: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
export const videoWishes: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 25, max: 30 },
  facingMode: 'user',
};

/** Slides change rarely and must be sharp: few pictures a second, one size. */
export const screenWishes: MediaTrackConstraints = { width: { max: 1280 }, height: { max: 720 }, frameRate: { max: 10 } };

/** Why there is no camera or microphone, in the words of the message files (`stage.error.*`). */
export type CaptureProblem = 'denied' | 'missing' | 'busy' | 'unsupported';

export async function capture(camera: boolean): Promise<MediaStream | CaptureProblem> {
  if (!navigator.mediaDevices?.getUserMedia) return 'unsupported';
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: audioWishes, video: camera ? videoWishes : false });
  } catch (error) {
    return captureProblem(error);
  }
}

export function captureProblem(error: unknown): CaptureProblem {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return 'unsupported';
}

export interface PublisherOptions {
  url: string;
  token: string;
  link?: (options: ConstructorParameters<typeof MediaLink>[0]) => MediaLink;
}

export class Publisher {
  readonly link: MediaLink;
  /** The phone took the microphone away (a call): a tap brings it back. */
  readonly interrupted = signal(false);
  readonly sharing = signal(false);
  private stream: MediaStream | undefined;
  private shared: MediaStreamTrack | undefined;
  private muteTimer: ReturnType<typeof setTimeout> | undefined;
  private audio: RTCRtpSender | undefined;
  private video: RTCRtpSender | undefined;
  private screen: RTCRtpSender | undefined;
  private rung: SpeakerRung = 'video';
  private packets = 20; // milliseconds: every browser's own

  constructor(options: PublisherOptions) {
    const make = options.link ?? ((o) => new MediaLink(o));
    this.link = make({
      url: options.url,
      token: options.token,
      prepare: (pc) => this.prepare(pc),
      connected: () => void this.lengthen(),
      renewed: () => void this.encode(),
    });
  }

  publish(stream: MediaStream): void {
    this.use(stream);
    this.link.start();
  }

  stop(): void {
    this.stopSharing();
    this.link.stop();
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
  }

  setMicrophone(on: boolean): void {
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = on;
  }

  setCamera(on: boolean): void {
    for (const track of this.stream?.getVideoTracks() ?? []) track.enabled = on;
  }

  /** There is a line for a picture. */
  get hasCamera(): boolean {
    return this.video !== undefined;
  }

  /** What is sent from now on. Nothing is negotiated, nobody sees a break; a new connection begins with it. */
  async climb(rung: SpeakerRung): Promise<void> {
    this.rung = rung;
    await this.encode();
    await this.lengthen();
  }

  private async encode(): Promise<void> {
    const { rung } = this;
    await Promise.all([
      encode(this.audio, [voiceEncoding(rung)]),
      encode(this.video, cameraEncodings(rung, this.lines)),
      encode(this.screen, screenEncodings(rung)),
    ]);
  }

  /** After an interruption: new tracks into the same connection, so nobody sees a reconnect. */
  async recover(camera: boolean): Promise<void> {
    const fresh = await capture(camera);
    if (typeof fresh === 'string') return;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.use(fresh);
    await this.audio?.replaceTrack(fresh.getAudioTracks()[0] ?? null);
    await this.video?.replaceTrack(fresh.getVideoTracks()[0] ?? null);
    this.interrupted.value = false;
  }

  /** A phone's browser has no such thing; without a camera there is no line for it either. */
  get canShare(): boolean {
    return typeof navigator.mediaDevices?.getDisplayMedia === 'function' && (this.stream?.getVideoTracks().length ?? 0) > 0;
  }

  /** Into the line that was prepared for it, so that nothing is negotiated anew. False when it was not allowed. */
  async share(): Promise<boolean> {
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: screenWishes, audio: false });
      const track = stream.getVideoTracks()[0];
      if (!track) return false;
      track.contentHint = 'detail';
      track.addEventListener('ended', () => this.shared === track && this.stopSharing()); // the browser's own "stop sharing"
      this.shared = track;
      await this.screen?.replaceTrack(track);
      this.sharing.value = true;
      return true;
    } catch {
      return false;
    }
  }

  stopSharing(): void {
    this.shared?.stop();
    this.shared = undefined;
    this.sharing.value = false;
    this.screen?.replaceTrack(null).catch(() => {}); // a closed connection needs nothing taken out
  }

  private get lines(): number | undefined {
    return this.stream?.getVideoTracks()[0]?.getSettings?.().height;
  }

  private async lengthen(): Promise<void> {
    const wanted = packetTime[this.rung];
    if (wanted !== this.packets && (await this.link.reword((answer) => withPacketTime(answer, wanted)))) this.packets = wanted;
  }

  private use(stream: MediaStream): void {
    this.stream = stream;
    const microphone = stream.getAudioTracks()[0];
    microphone?.addEventListener('mute', () => {
      clearTimeout(this.muteTimer);
      this.muteTimer = setTimeout(() => {
        this.interrupted.value = true;
      }, 2000);
    });
    microphone?.addEventListener('unmute', () => {
      clearTimeout(this.muteTimer);
      this.interrupted.value = false;
    });
  }

  private prepare(pc: RTCPeerConnection): void {
    const streams = this.stream ? [this.stream] : [];
    const audio = this.stream?.getAudioTracks()[0] ?? 'audio';
    const video = this.stream?.getVideoTracks()[0];
    this.packets = 20;
    this.audio = pc.addTransceiver(audio, { direction: 'sendonly', streams, sendEncodings: [voiceEncoding(this.rung)] }).sender;
    // Voice only has no picture line at all: it costs nothing, and viewers are told "no picture" rather than shown black.
    this.video =
      video && pc.addTransceiver(video, { direction: 'sendonly', streams, sendEncodings: cameraEncodings(this.rung, this.lines) }).sender;
    // The second picture is a shared screen, empty until there is one. It comes after the camera: that is how the server tells them apart.
    const sendEncodings = screenEncodings(this.rung);
    this.screen = video && pc.addTransceiver(this.shared ?? 'video', { direction: 'sendonly', sendEncodings }).sender;
  }
}

async function encode(sender: RTCRtpSender | undefined, wanted: RTCRtpEncodingParameters[]): Promise<void> {
  const parameters = sender?.getParameters();
  if (!sender || !parameters || parameters.encodings.length === 0) return;
  parameters.encodings = changed(parameters.encodings, wanted);
  await sender.setParameters(parameters).catch(() => {}); // a connection that ended meanwhile; the next one begins with the rung
}
