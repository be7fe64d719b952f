// Watching over WebRTC, as the player needs it: the slots, who is in them, and what it cost.
import type { ReadonlySignal } from '@preact/signals';
import type { OnAirView } from '../contracts';
import type { EventHub } from '../live/hub';
import type { LinkState } from '../live/link';
import { keepChecked } from '../live/screen';
import { type MediaSlot, Watcher } from '../live/whep';
import { slotSpeakers } from '../ui/slots';
import { received } from './meter';

export interface Session {
  link: ReadonlySignal<LinkState>;
  slots: ReadonlySignal<MediaSlot[]>;
  /** By mid. */
  speakers: ReadonlySignal<ReadonlyMap<string, OnAirView>>;
  program: ReadonlySignal<ReadonlySet<string>>;
  bytes: () => Promise<number>;
  stop: () => void;
}

export function openSession(hub: EventHub, event: string, video: number, audio: number): Session {
  const watcher = new Watcher({ url: `/whep/${encodeURIComponent(event)}`, video, audio });
  const slots = slotSpeakers(hub, watcher);
  const unchecked = keepChecked(watcher.link, hub);
  void hub.start();
  watcher.start();
  return {
    link: watcher.link.state,
    slots: watcher.slots,
    speakers: slots.speakers,
    program: slots.program,
    bytes: async () => {
      const stats = await watcher.link.peer?.getStats();
      return stats ? received(stats.values() as Iterable<{ type: string } & Record<string, unknown>>) : 0;
    },
    stop: () => {
      unchecked();
      slots.stop();
      watcher.stop();
    },
  };
}
