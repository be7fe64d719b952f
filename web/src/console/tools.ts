// What moderators set together: whether and how fast questions come in, words that hold them, and the note for whoever comes next.
import { computed, type Signal, signal } from '@preact/signals';
import type { DeskContent, IntakeContent } from '../contracts';
import type { Answer } from '../live/api';
import type { EventHub } from '../live/hub';
import { GlossaryDocument } from './glossary';
import type { Send } from './questions';

type Document = 'intake' | 'keywords' | 'handover';

/** A document that several may change: read, and written against what was read. */
export interface SharedDocument<B> {
  /** As it was read; undefined before that. */
  readonly body: Signal<B | undefined>;
  /** Somebody changed it in between: theirs, to stand beside what is typed here. */
  readonly theirs: Signal<B | undefined>;
  read(): Promise<void>;
  /** @returns false when nothing was changed; `theirs` says whether it was somebody else's doing. */
  write(change: Record<string, unknown>): Promise<boolean>;
}

/** One of the desk's, by its revision. */
export class Shared<D extends Document> implements SharedDocument<DeskContent[D]> {
  readonly body = signal<DeskContent[D] | undefined>(undefined);
  readonly theirs = signal<DeskContent[D] | undefined>(undefined);

  constructor(
    private readonly name: D,
    private readonly send: Send,
    private readonly failed: (answer: Answer) => void,
  ) {}

  async read(): Promise<void> {
    const answer = await this.send('GET', 'desk');
    if (!answer.ok) return;
    this.body.value = (answer.body as unknown as DeskContent)[this.name]; // the server's word; contracts.ts is checked against its records
    this.theirs.value = undefined;
  }

  async write(change: Record<string, unknown>): Promise<boolean> {
    const answer = await this.send('PUT', this.name, change, `"${this.body.peek()?.revision ?? 0}"`);
    if (answer.ok) {
      this.body.value = answer.body as unknown as DeskContent[D];
      this.theirs.value = undefined;
    } else if (answer.status === 412) {
      await this.read();
      this.theirs.value = this.body.peek();
    } else this.failed(answer);
    return answer.ok;
  }
}

/** Seconds between two questions of one device; 0 is as fast as they come. */
export const paces = [0, 30, 60, 300] as const;

export class Tools {
  readonly intake = computed<IntakeContent>(
    () => this.hub.intake.value?.content ?? { open: true, slowModeSeconds: 0, minors: false, revision: 0 },
  );
  readonly board = computed<DeskContent | undefined>(() => this.hub.desk.value?.content);
  readonly handOver: Shared<'handover'>;
  readonly holds: Shared<'keywords'>;
  readonly glossary: GlossaryDocument;
  private readonly door: Shared<'intake'>;

  constructor(
    private readonly hub: EventHub,
    send: Send,
    failed: (answer: Answer) => void,
  ) {
    this.handOver = new Shared('handover', send, failed);
    this.holds = new Shared('keywords', send, failed);
    this.glossary = new GlossaryDocument(send, failed);
    this.door = new Shared('intake', send, failed);
  }

  /** What isn't named stays as it is. */
  async setIntake(change: Partial<IntakeContent>): Promise<void> {
    await this.door.read();
    await this.door.write({ ...change });
  }
}
