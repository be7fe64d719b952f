// Watching: a number of picture and sound slots that the server fills, and refills as people come and go, without renegotiation.
import { signal } from '@preact/signals';
import { type LinkOptions, MediaLink } from './link';

export interface MediaSlot {
  mid: string;
  kind: 'audio' | 'video';
  stream: MediaStream;
}

export interface WatcherOptions {
  url: string;
  token?: string;
  video: number;
  audio: number;
  link?: (options: LinkOptions) => MediaLink;
}

export class Watcher {
  readonly link: MediaLink;
  readonly slots = signal<MediaSlot[]>([]);

  constructor(options: WatcherOptions) {
    const make = options.link ?? ((o) => new MediaLink(o));
    this.link = make({
      url: options.url,
      token: options.token,
      prepare: (pc) => {
        for (let i = 0; i < options.video; i++) pc.addTransceiver('video', { direction: 'recvonly' });
        for (let i = 0; i < options.audio; i++) pc.addTransceiver('audio', { direction: 'recvonly' });
      },
      connected: (pc) => {
        this.slots.value = pc.getTransceivers().flatMap(({ mid, receiver }) => {
          if (mid === null) return [];
          return [{ mid, kind: receiver.track.kind === 'audio' ? 'audio' : 'video', stream: new MediaStream([receiver.track]) }];
        });
      },
    });
  }

  start(): void {
    this.link.start();
  }

  stop(): void {
    this.link.stop();
    this.slots.value = [];
  }
}
