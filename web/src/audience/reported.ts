// What this device reported to the moderators: once each, and remembered over a reload.
import { signal } from '@preact/signals';

export class Reported {
  readonly ids = signal<ReadonlySet<string>>(new Set());
  private readonly key: string;

  constructor(
    event: string,
    private readonly storage: Pick<Storage, 'getItem' | 'setItem'>,
  ) {
    this.key = `livedialogue.${event}.reported`;
    try {
      this.ids.value = new Set(JSON.parse(storage.getItem(this.key) ?? '[]') as string[]);
    } catch {
      // storage may be forbidden
    }
  }

  /** Shown at once, taken back when it didn't arrive. */
  async report(id: string, tell: () => Promise<{ ok: boolean; status: number }>): Promise<void> {
    if (this.ids.peek().has(id)) return;
    this.set([...this.ids.peek(), id]);
    const { ok, status } = await tell();
    if (!ok && status !== 409) this.set([...this.ids.peek()].filter((other) => other !== id));
  }

  private set(ids: string[]): void {
    this.ids.value = new Set(ids);
    try {
      this.storage.setItem(this.key, JSON.stringify(ids.slice(-200)));
    } catch {
      // private mode or a full disk: the page still knows
    }
  }
}
