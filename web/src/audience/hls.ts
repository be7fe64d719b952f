// The program over HLS: when WebRTC finds no way, when thousands watch, as radio, and as the recording afterwards.
// Safari plays it by itself; elsewhere hls.js does, and is loaded only now.
import { signal } from '@preact/signals';
import type Hls from 'hls.js';
import { backoff, retryAfter, wait } from '../live/backoff';
import { soundAlone } from './playlist';

/** waiting: the program is not there (yet). failed: given up; another way may work. */
export type HlsState = 'loading' | 'playing' | 'stalled' | 'waiting' | 'failed' | 'ended';

export interface HlsOptions {
  address: string;
  /** Only sound. */
  radio: boolean;
  /** Where to start, in seconds; undefined: at the live edge, or at the beginning of a recording. */
  from?: number | undefined;
  saveData?: boolean;
  load?: () => Promise<typeof Hls>;
  fetch?: typeof fetch;
}

const MOST_FAILURES = 4; // in a row, before another way is tried

export class HlsPlayback {
  readonly state = signal<HlsState>('loading');
  /** The browser wants a tap before it makes a sound. */
  readonly blocked = signal(false);
  /** By the viewer of a recording. */
  readonly paused = signal(false);
  element: HTMLMediaElement | undefined;
  private received = 0;
  private failures = 0;
  private hls: Hls | undefined;
  private readonly over = new AbortController();

  constructor(private readonly options: HlsOptions) {}

  /** Bytes of playlists and segments; 0 where the browser fetches them by itself and doesn't say. */
  get bytes(): number {
    return this.received;
  }

  /** Plays in this element until `stop`. */
  attach(element: HTMLMediaElement): void {
    if (this.over.signal.aborted) return;
    this.element = element;
    const listen = (name: string, run: () => void) => element.addEventListener(name, run, { signal: this.over.signal });
    listen('playing', () => {
      this.failures = 0;
      this.blocked.value = false;
      this.paused.value = false;
      this.state.value = 'playing';
    });
    listen('waiting', () => {
      if (this.state.value === 'playing') this.state.value = 'stalled';
    });
    listen('pause', () => {
      this.paused.value = true;
    });
    listen('ended', () => {
      this.state.value = 'ended';
    });
    void this.open(element);
  }

  play(): void {
    this.element?.play().catch((problem: unknown) => {
      if (problem instanceof DOMException && problem.name === 'NotAllowedError') this.blocked.value = true;
    });
  }

  seek(seconds: number): void {
    if (!this.element) return;
    this.element.currentTime = seconds;
    this.play();
  }

  /** To the newest there is, skipping what is left of before. */
  toLive(): void {
    const { element } = this;
    if (!element) return;
    const { seekable } = element;
    const edge = this.hls?.liveSyncPosition ?? (seekable.length > 0 ? seekable.end(seekable.length - 1) : 0);
    if (edge > element.currentTime) element.currentTime = edge;
    this.play();
  }

  stop(): void {
    this.over.abort();
    this.hls?.destroy();
    if (this.element) {
      this.element.removeAttribute('src');
      this.element.load(); // lets go of what it had begun to fetch
    }
    this.element = undefined;
  }

  private async open(element: HTMLMediaElement): Promise<void> {
    const address = await this.find();
    if (!address) return;
    if (playsByItself(element)) {
      element.src = address;
      element.addEventListener('error', () => this.fail(), { signal: this.over.signal });
      const from = this.options.from;
      if (from !== undefined) element.addEventListener('loadedmetadata', () => this.seek(from), { once: true });
      this.play();
      return;
    }
    try {
      const library = await (this.options.load ?? (async () => (await import('hls.js')).default))();
      if (this.over.signal.aborted) return;
      if (library.isSupported()) this.playWith(library, element, address);
      else this.fail();
    } catch {
      this.fail();
    }
  }

  /** The playlist to play, once the program is there; undefined after `stop` or failure. */
  private async find(): Promise<string | undefined> {
    const { signal: over } = this.over;
    const master = new URL(this.options.address, location.href).href;
    for (let attempt = 0; !over.aborted; attempt++) {
      let pause = backoff(attempt);
      try {
        const answer = await (this.options.fetch ?? fetch)(master, { signal: over });
        if (answer.ok) {
          const text = await answer.text();
          this.received += text.length;
          return this.options.radio ? (soundAlone(text, master) ?? master) : master;
        }
        this.state.value = 'waiting';
        pause = retryAfter(answer.headers.get('retry-after'), Date.now()) ?? 2000;
      } catch {
        if (over.aborted) return undefined;
        if (attempt + 1 >= MOST_FAILURES) {
          this.state.value = 'failed';
          return undefined;
        }
      }
      await wait(pause, over).done;
    }
    return undefined;
  }

  private playWith(library: typeof Hls, element: HTMLMediaElement, address: string): void {
    const hls = new library({
      enableWorker: false, // it would run from a blob:, which the content security policy refuses
      capLevelToPlayerSize: true, // a phone pays for no more picture than it shows
      liveSyncDurationCount: 3,
      backBufferLength: 30,
      maxBufferLength: 30,
      ...(this.options.from === undefined ? {} : { startPosition: this.options.from }),
      ...(this.options.saveData ? { startLevel: 0, abrEwmaDefaultEstimate: 200_000 } : {}),
    });
    this.hls = hls;
    hls.on(library.Events.FRAG_LOADED, (_, { frag }) => {
      this.received += frag.stats.loaded;
      this.failures = 0;
    });
    hls.on(library.Events.LEVEL_LOADED, (_, { stats }) => {
      this.received += stats.loaded;
    });
    hls.on(library.Events.MANIFEST_PARSED, () => this.play());
    hls.on(library.Events.ERROR, (_, { fatal, type }) => {
      if (!fatal) return;
      if (++this.failures > MOST_FAILURES) {
        this.fail();
        return;
      }
      this.state.value = 'stalled';
      if (type === library.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      else void wait(backoff(this.failures), this.over.signal).done.then(() => this.over.signal.aborted || this.again(hls, address));
    });
    hls.loadSource(address);
    hls.attachMedia(element);
  }

  /** A playlist that never came needs asking for anew; fragments that failed are only loaded on. */
  private again(hls: Hls, address: string): void {
    if (hls.levels.length === 0) hls.loadSource(address);
    else hls.startLoad();
  }

  private fail(): void {
    if (!this.over.signal.aborted) this.state.value = 'failed';
  }
}

/** Safari and every browser on iOS; others that claim it lack the choice of quality and our count of bytes. */
function playsByItself(element: HTMLMediaElement): boolean {
  const can = element.canPlayType('application/vnd.apple.mpegurl') !== '';
  return can && ('webkitSetPresentationMode' in element || typeof MediaSource === 'undefined');
}
