// What moderators set together: whether and how fast questions come in, words that hold them, and the note for whoever comes next.
import { computed, signal } from '@preact/signals';
import type { Answer } from '../live/api';
import type { DeskContent, EventHub, IntakeContent } from '../live/hub';
import type { Send } from './questions';

/** A document that several may change: read with its ETag, written against it. */
export class Shared {
  /** Undefined until it was read. */
  readonly body = signal<Record<string, unknown> | undefined>(undefined);
  /** Somebody changed it in between: theirs, beside what is typed here. */
  readonly theirs = signal<Record<string, unknown> | undefined>(undefined);
  private etag: string | undefined;

  constructor(
    private readonly path: string,
    private readonly send: Send,
    private readonly failed: (answer: Answer) => void,
  ) {}

  async read(): Promise<void> {
    const answer = await this.send('GET', this.path);
    if (!answer.ok) return;
    this.etag = answer.etag;
    this.body.value = answer.body;
    this.theirs.value = undefined;
  }

  /** @returns false when nothing was changed; `theirs` says whether it was somebody else's doing. */
  async write(body: Record<string, unknown>): Promise<boolean> {
    const answer = await this.send('PUT', this.path, body, this.etag);
    if (answer.ok) {
      this.etag = answer.etag;
      this.body.value = Object.keys(answer.body).length > 0 ? answer.body : body;
      this.theirs.value = undefined;
      return true;
    }
    if (answer.status === 412 || answer.status === 409) {
      await this.read();
      this.theirs.value = this.body.peek();
    } else this.failed(answer);
    return false;
  }
}

/** Seconds between two questions of one device; 0 is as fast as they come. */
export const paces = [0, 30, 60, 300] as const;

export class Tools {
  readonly intake = computed<IntakeContent>(() => this.hub.intake.value?.content ?? { open: true, slowModeSeconds: 0 });
  readonly board = computed<DeskContent | undefined>(() => this.hub.desk.value?.content);
  readonly handOver: Shared;
  readonly holds: Shared;
  private readonly door: Shared;

  constructor(
    private readonly hub: EventHub,
    send: Send,
    failed: (answer: Answer) => void,
  ) {
    this.handOver = new Shared('handover', send, failed);
    this.holds = new Shared('keywords', send, failed);
    this.door = new Shared('intake', send, failed);
  }

  /** What isn't named stays as it is. */
  async setIntake(change: Partial<IntakeContent>): Promise<void> {
    await this.door.read();
    await this.door.write({ ...this.intake.peek(), ...change });
  }
}
