// The clocks of every place a screen speaks of; those that did not come with the page are asked for once.
import { signal } from '@preact/signals';
import type { Clock } from './clock';

export class ClockBook {
  readonly clocks = signal<ReadonlyMap<string, Clock>>(new Map());
  private readonly asked = new Set<string>();

  constructor(
    known: Clock[],
    private readonly door: typeof fetch = (...args) => fetch(...args),
  ) {
    this.clocks.value = new Map(known.map((c) => [c.zone, c]));
  }

  /** The zone's clock, or undefined until the server has said. */
  of(zone: string): Clock | undefined {
    const known = this.clocks.value.get(zone);
    if (!known && !this.asked.has(zone)) {
      this.asked.add(zone);
      void this.ask(zone);
    }
    return known;
  }

  private async ask(zone: string): Promise<void> {
    try {
      const answer = await this.door(`/clocks?zone=${encodeURIComponent(zone)}`);
      if (!answer.ok) return;
      const clocks = (await answer.json()) as Clock[];
      this.clocks.value = new Map([...this.clocks.value, ...clocks.map((c) => [zone, c] as const)]);
    } catch {
      this.asked.delete(zone); // the next drawing asks again
    }
  }
}
