// The audience's player: nothing is loaded until somebody chooses picture or sound.
import { signal } from '@preact/signals';
import type { EventHub } from '../live/hub';
import { keepChecked } from '../live/screen';
import { Watcher } from '../live/whep';
import { slotSpeakers } from '../ui/slots';

export type Choice = 'watch' | 'listen';

const PICTURES = 4; // the first follows whoever speaks, the others hold the rest of those on air
const SOUNDS = 3;

export class Player {
  readonly choice = signal<Choice | undefined>(undefined);
  readonly soundBlocked = signal(false);
  readonly playing = signal<{ watcher: Watcher; speakers: ReturnType<typeof slotSpeakers>['speakers'] } | undefined>(undefined);
  private cleanUp: () => void = () => {};

  constructor(
    private readonly event: string,
    private readonly hub: EventHub,
  ) {}

  choose(choice: Choice): void {
    this.stop();
    this.choice.value = choice;
    const watcher = new Watcher({
      url: `/whep/${encodeURIComponent(this.event)}`,
      video: choice === 'watch' ? PICTURES : 0,
      audio: SOUNDS,
    });
    const slots = slotSpeakers(this.hub, watcher);
    const unchecked = keepChecked(watcher.link, this.hub);
    this.playing.value = { watcher, speakers: slots.speakers };
    this.cleanUp = () => {
      unchecked();
      slots.stop();
      watcher.stop();
    };
    void this.hub.start();
    watcher.start();
  }

  stop(): void {
    this.cleanUp();
    this.cleanUp = () => {};
    this.playing.value = undefined;
    this.choice.value = undefined;
    this.soundBlocked.value = false;
  }
}
