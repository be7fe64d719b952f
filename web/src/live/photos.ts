// The photos that stand in for speakers whose link carries no moving pictures, for those backstage.
import { effect, signal } from '@preact/signals';
import type { StageSpeakerView } from '../contracts';

export interface StandIn {
  url: string;
  /** The server's milliseconds; undefined for a portrait, which has no age. */
  taken?: number | undefined;
}

const EACH = 5000;

/** What arrives of them are photos, or nothing. */
export const needsPhoto = (speaker: StageSpeakerView): boolean =>
  !speaker.cameraOffByModerator &&
  (speaker.rung === 'photos' || speaker.rung === 'voice' || speaker.lostSince !== undefined || !speaker.camera);

export class Photos {
  readonly known = signal<ReadonlyMap<string, StandIn>>(new Map());
  private readonly tags = new Map<string, string>();

  /** @param wanted whose photos are looked at now. */
  constructor(
    private readonly event: string,
    private readonly token: string | undefined,
    wanted: () => string[],
  ) {
    let ids: string[] = [];
    effect(() => {
      const next = wanted();
      const fresh = next.filter((id) => !ids.includes(id));
      ids = next;
      for (const id of fresh) void this.ask(id);
    });
    setInterval(() => {
      for (const id of ids) void this.ask(id);
    }, EACH);
  }

  private async ask(id: string): Promise<void> {
    const headers: Record<string, string> = this.token ? { authorization: `Bearer ${this.token}` } : {};
    const tag = this.tags.get(id);
    if (tag) headers['if-none-match'] = tag;
    try {
      const answer = await fetch(`/api/v1/events/${this.event}/stage/${id}/photo`, { headers });
      if (answer.status === 404) this.forget(id); // taken back: what it showed isn't to be seen any more
      if (answer.status !== 200) return;
      const url = URL.createObjectURL(await answer.blob());
      this.tags.set(id, answer.headers.get('etag') ?? '');
      const before = this.known.value.get(id);
      const taken = answer.headers.get('photo-taken');
      this.known.value = new Map(this.known.value).set(id, { url, taken: taken === null ? undefined : Number(taken) });
      if (before) URL.revokeObjectURL(before.url);
    } catch {
      // asked again in five seconds
    }
  }

  private forget(id: string): void {
    const before = this.known.value.get(id);
    if (!before) return;
    const known = new Map(this.known.value);
    known.delete(id);
    this.known.value = known;
    this.tags.delete(id);
    URL.revokeObjectURL(before.url);
  }
}
