// The desk's side of the program: which scene is prepared, which is taken, and what it is made of. The server lays out; we draw.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ProgramView, SceneKind, StageSpeakerView, TileView } from '../contracts';
import type { EventHub } from '../live/hub';
import { ulid } from '../live/ulid';

/** In the order of their keys, 1 to 6. */
export const scenes = ['solo', 'side-by-side', 'grid', 'with-strip', 'shared', 'break'] as const satisfies readonly SceneKind[];
export type Prepared = (typeof scenes)[number];

/** How many people a scene shows at most; the first is the large one. */
export const places: Record<Prepared, number> = { solo: 1, 'side-by-side': 2, grid: 12, 'with-strip': 13, shared: 2, break: 0 };

/** What the program desk needs of the console around it. */
export interface Surroundings {
  readonly hub: EventHub;
  readonly speakers: ReadonlySignal<readonly StageSpeakerView[]>;
  /** Whose screens are seen backstage. */
  readonly sharing: ReadonlySignal<readonly string[]>;
  command: (path: string, body?: unknown, refused?: string, method?: 'POST' | 'DELETE') => Promise<boolean>;
}

export const onAir = (speakers: readonly StageSpeakerView[]): StageSpeakerView[] =>
  speakers.filter((s) => s.where === 'on-air' || s.keepsPlace);

/**
 * Whom a scene shows: those chosen, in the order they were chosen; where too few were, whoever speaks first and then the others on air.
 * A scene for one or two is not filled up beyond its places, one for many takes everybody only when nobody was chosen. A shared screen is
 * that of whoever shares one.
 */
export function speakersFor(
  kind: Prepared,
  chosen: readonly string[],
  speakers: readonly StageSpeakerView[],
  active?: string | null,
  sharing: readonly string[] = [],
): string[] {
  const there = onAir(speakers).map((s) => s.id);
  const wanted = chosen.filter((id) => there.includes(id));
  if (kind === 'shared') {
    const presenter = [...wanted, ...there].find((id) => sharing.includes(id)) ?? wanted[0] ?? there[0];
    return presenter === undefined ? [] : [presenter, ...wanted.filter((id) => id !== presenter)].slice(0, places.shared);
  }
  const others = there.filter((id) => !wanted.includes(id)).toSorted((a, b) => Number(b === active) - Number(a === active));
  const few = kind === 'solo' || kind === 'side-by-side' || wanted.length === 0;
  return [...wanted, ...(few ? others : [])].slice(0, places[kind]);
}

/** A tile's place for style: fractions of the canvas as percentages, kept inside of it. The picture itself is never mirrored. */
export function placed(tile: Pick<TileView, 'x' | 'y' | 'width' | 'height'>): Record<string, string> {
  const inside = (n: number, most: number) => Math.min(most, Math.max(0, Number.isFinite(n) ? n : 0));
  const percent = (n: number) => `${+(n * 100).toFixed(3)}%`;
  const [x, y] = [inside(tile.x, 1), inside(tile.y, 1)];
  return {
    insetInlineStart: percent(x),
    insetBlockStart: percent(y),
    inlineSize: percent(inside(tile.width, 1 - x)),
    blockSize: percent(inside(tile.height, 1 - y)),
  };
}

export class ProgramDesk {
  readonly chosen = signal<readonly string[]>([]);
  readonly view = computed<ProgramView | undefined>(() => this.desk.hub.program.value?.content);
  /** There is a mixer at work: the desk shows its program. */
  readonly runs = computed(() => this.view.value?.phase === 'running' || this.view.value?.phase === 'starting');

  constructor(private readonly desk: Surroundings) {}

  /** Adds somebody to the scene or leaves them out; what is prepared follows. */
  choose(id: string): void {
    const chosen = this.chosen.value;
    this.chosen.value = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
    const kind = scenes.find((scene) => scene === this.view.value?.preview?.kind);
    if (kind && places[kind] > 0) void this.prepare(kind);
  }

  async prepare(kind: Prepared): Promise<void> {
    const { hub, sharing } = this.desk;
    const speakers = speakersFor(kind, this.chosen.value, this.desk.speakers.value, hub.presence.value?.activeSpeaker, sharing.value);
    await this.desk.command('program/preview', { kind, speakers }, 'program.refused.scene');
  }

  async take(): Promise<void> {
    if (!this.view.value?.preview) return;
    if (await this.desk.command('program/take', {}, 'program.refused.scene')) this.chosen.value = [];
  }

  automatic = () => this.desk.command('program/auto');

  slate = () => this.desk.command('program/slate');

  resume = () => this.desk.command('program/resume');

  showCard = (question: string) => this.desk.command('program/card', { question });

  clearCard = () => this.desk.command('program/card', {}, undefined, 'DELETE');

  addPush = (name: string, url: string) => this.desk.command('program/pushes', { id: ulid(), name, url }, 'program.refused.push');

  removePush = (id: string) => this.desk.command(`program/pushes/${id}`, {}, undefined, 'DELETE');

  /** 1 to 6 prepare a scene, T takes it; true when the key meant something. */
  press(key: string): boolean {
    if (!this.runs.value) return false;
    const scene = scenes[Number(key) - 1];
    if (scene) void this.prepare(scene);
    else if (key === 't') void this.take();
    else return false;
    return true;
  }
}
