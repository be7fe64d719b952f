// Who is in which slot of a watched session: the hub's presence beside the media's slots.
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { OnAirView } from '../contracts';
import type { EventHub } from '../live/hub';
import type { Watcher } from '../live/whep';

/** By mid. Watches the session again whenever it or the hub's connection is a new one. */
export function slotSpeakers(
  hub: EventHub,
  watcher: Watcher,
): { speakers: ReadonlySignal<ReadonlyMap<string, OnAirView>>; stop: () => void } {
  const speakers = signal<ReadonlyMap<string, OnAirView>>(new Map());
  const stop = effect(() => {
    const session = watcher.link.session.value;
    if (!session || hub.state.value !== 'connected') return undefined;
    return hub.watch(session, (slots) => {
      speakers.value = new Map(slots.flatMap((s) => (s.speaker ? [[s.mid, s.speaker] as const] : [])));
    });
  });
  return { speakers, stop };
}
