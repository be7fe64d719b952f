// Who is in which slot of a watched session: the hub's presence beside the media's slots.
import { batch, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { OnAirView, SlotView } from '../contracts';
import type { EventHub } from '../live/hub';
import type { Watcher } from '../live/whep';

export interface SlotSpeakers {
  /** By mid. */
  speakers: ReadonlySignal<ReadonlyMap<string, OnAirView>>;
  /** The mids that carry the mixed program, which is nobody in particular. */
  program: ReadonlySignal<ReadonlySet<string>>;
  /** The mids that carry somebody's screen and not their camera. */
  screens: ReadonlySignal<ReadonlySet<string>>;
  stop: () => void;
}

/** Watches the session again whenever it or the hub's connection is a new one. */
export function slotSpeakers(hub: EventHub, watcher: Watcher): SlotSpeakers {
  const speakers = signal<ReadonlyMap<string, OnAirView>>(new Map());
  const program = signal<ReadonlySet<string>>(new Set());
  const screens = signal<ReadonlySet<string>>(new Set());
  const stop = effect(() => {
    const session = watcher.link.session.value;
    if (!session || hub.state.value !== 'connected') return undefined;
    return hub.watch(session, (slots: SlotView[]) =>
      batch(() => {
        speakers.value = new Map(slots.flatMap((s) => (s.speaker ? [[s.mid, s.speaker] as const] : [])));
        program.value = new Set(slots.flatMap((s) => (s.program ? [s.mid] : [])));
        screens.value = new Set(slots.flatMap((s) => (s.screen ? [s.mid] : [])));
      }),
    );
  });
  return { speakers, program, screens, stop };
}
