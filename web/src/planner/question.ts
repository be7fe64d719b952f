// Something asked of the server again whenever the draft changes: the latest draft's answer counts, the one before stays to be seen meanwhile.
import { computed, type Signal, signal } from '@preact/signals';
import type { Answer } from '../live/api';

export class Question<T> {
  readonly answer: Signal<T | undefined> = signal(undefined);
  /** Why there is none, or none that is new. */
  readonly refusal: Signal<Answer | undefined> = signal(undefined);
  readonly asking: Signal<boolean> = signal(false);
  /** The answer is to what was asked last: only then may anything in it be chosen. */
  readonly fresh = computed(() => this.answer.value !== undefined && !this.asking.value && this.refusal.value === undefined);
  private asked: string | undefined;
  private number = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly send: (body: unknown) => Promise<Answer>,
    private readonly pause = 250,
  ) {}

  /** @param body undefined when there is nothing to ask. */
  ask(body: unknown): void {
    const text = body === undefined ? undefined : JSON.stringify(body);
    if (text === this.asked) return;
    this.asked = text;
    this.start(body, this.pause);
  }

  /** The same once more, after a failure. */
  again(): void {
    if (this.asked !== undefined && this.refusal.value) this.start(JSON.parse(this.asked), 0);
  }

  private start(body: unknown, pause: number): void {
    const number = ++this.number;
    clearTimeout(this.timer);
    this.asking.value = body !== undefined;
    if (body === undefined) {
      this.answer.value = undefined;
      this.refusal.value = undefined;
      return;
    }
    this.timer = setTimeout(async () => {
      const answer = await this.send(body);
      if (number !== this.number) return;
      this.asking.value = false;
      this.refusal.value = answer.ok ? undefined : answer;
      // A server that can't be reached has not said that the old answer is wrong; a refusal has.
      if (answer.ok) this.answer.value = answer.body as T;
      else if (answer.status >= 400 && answer.status < 500) this.answer.value = undefined;
    }, pause);
  }
}
