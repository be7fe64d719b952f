// The planner's whole state: the draft, and what the server says to it. Screens draw it and call its verbs.
import { computed, effect, type Signal, signal } from '@preact/signals';
import type { BestHoursView, BurdenView, DayGridView, OfficeList, OfficeView, SeriesView, StartChoice } from '../contracts';
import { type Answer, type Credentials, send } from '../live/api';
import {
  atMoment,
  blankDraft,
  type Draft,
  keepDraft,
  maxOffices,
  missing,
  newOffice,
  type PlannedOffice,
  readDraft,
  type Store,
  type Weekday,
} from './draft';
import { isUnsure, readLines } from './paste';
import { type Finder, findPlaces, type PlaceFound, placeName } from './places';
import { Question } from './question';
import { burdenBody, dayBody, elsewhereBody, hoursBody, officeBody, seriesBody } from './requests';

export interface PlanSettings {
  language: string;
  /** Milliseconds since 1970, the server's. */
  today: number;
  credentials: Credentials;
  store?: Store | undefined;
  door?: typeof fetch;
  /** Milliseconds that a change waits for the next one. */
  pause?: number;
}

/** Another anchor, while a start was chosen on the clock of the one before. */
export interface AnchorMoved {
  before: Draft;
  /** The first moment of before on the clock that counts now. */
  there: { local: string; offset: string };
}

/** What happened with what was tried last; shown where it was tried. */
export type Trouble = { place: 'paste' | 'saved' | 'office' | 'publish'; answer: Answer };

export class Plan {
  readonly draft: Signal<Draft>;
  /** The draft is one from before. */
  readonly restored: Signal<boolean>;
  readonly saved: Signal<OfficeView[] | undefined> = signal(undefined);
  readonly busy: Signal<'paste' | 'saving' | 'publishing' | undefined> = signal(undefined);
  readonly trouble: Signal<Trouble | undefined> = signal(undefined);
  /** Said once by the live region. */
  readonly news: Signal<{ key: string; count: number; names?: string } | undefined> = signal(undefined);
  /** Offices whose place is a guess among several. */
  readonly unsure: Signal<ReadonlySet<string>> = signal(new Set());
  readonly published: Signal<SeriesView | undefined> = signal(undefined);
  /** A series of this title that an attempt without an answer may have made. */
  readonly twin: Signal<{ id: string; title: string } | undefined> = signal(undefined);
  /** Publishing was tried: from then on what is missing is said. */
  readonly tried: Signal<boolean> = signal(false);

  readonly hours: Question<BestHoursView>;
  readonly day: Question<DayGridView>;
  readonly series: Question<SeriesView>;
  readonly burden: Question<BurdenView>;
  readonly missing = computed(() => missing(this.draft.value));

  private readonly blank: Draft;
  private readonly credentials: Credentials;

  constructor(private readonly settings: PlanSettings) {
    this.credentials = { ...settings.credentials, language: settings.language };
    this.blank = blankDraft(settings.today, settings.language);
    const kept = readDraft(settings.store, this.blank);
    this.draft = signal(kept ?? this.blank);
    this.restored = signal(kept !== undefined);
    const ask = (path: string) => (body: unknown) => this.send('POST', path, body);
    this.hours = new Question(ask('/api/v1/schedule/hours'), settings.pause);
    this.day = new Question(ask('/api/v1/schedule/day'), settings.pause);
    this.series = new Question(ask('/api/v1/series/preview'), settings.pause);
    this.burden = new Question(ask('/api/v1/schedule/burden'), 0);
  }

  /** Begins to keep the draft and to ask. */
  start(): void {
    effect(() => {
      const draft = this.draft.value;
      if (draft !== this.blank && !this.published.peek()) keepDraft(this.settings.store, draft);
      this.hours.ask(hoursBody(draft));
      this.day.ask(dayBody(draft));
      this.series.ask(seriesBody(draft));
    });
    effect(() => {
      const starts = this.series.answer.value?.occurrences.map((o) => o.event.start.instant) ?? [];
      this.burden.ask(burdenBody(this.draft.value, starts));
    });
    void this.readSaved();
  }

  change(part: Partial<Draft>): void {
    // Whoever types another start has decided.
    if ('date' in part || 'time' in part || 'zone' in part) this.anchorMoved.value = undefined;
    this.draft.value = { ...this.draft.value, ...part };
  }

  changeRepeat(part: Partial<Draft['repeat']>): void {
    this.change({ repeat: { ...this.draft.value.repeat, ...part } });
  }

  changeOffice(key: string, part: Partial<PlannedOffice>): void {
    this.change({ offices: this.draft.value.offices.map((o) => (o.key === key ? { ...o, ...part } : o)) });
  }

  /** What the change of the anchor did to a start that was chosen already; undefined when there is nothing to decide. */
  readonly anchorMoved: Signal<AnchorMoved | undefined> = signal(undefined);

  /** The anchor: whose clock the series keeps. The hour on it stays as typed, and the organiser is asked whether the moment should. */
  async anchor(zone: string, zonePlace: string): Promise<void> {
    const before = this.draft.value;
    this.change({ zone, zonePlace });
    const body = elsewhereBody(before, zone, zonePlace);
    if (zone === before.zone || !body) return;
    const answer = await this.send('POST', '/api/v1/series/preview', body);
    const now = this.draft.value;
    if (!answer.ok || now.zone !== zone || now.date !== before.date || now.time !== before.time) return; // decided otherwise meanwhile
    const there = (answer.body as unknown as SeriesView).occurrences[0]?.offices.at(-1);
    if (there && there.local !== `${before.date}T${before.time}`) this.anchorMoved.value = { before, there };
  }

  keepWallClock(): void {
    this.anchorMoved.value = undefined;
  }

  /** The first moment stays, and the times that take turns as far from it as they were. */
  keepMoment(): void {
    const moved = this.anchorMoved.value;
    if (moved) this.change(atMoment(this.draft.value, moved.there.local));
  }

  choose(date: string, time: string, overlap?: 'earlier' | 'later'): void {
    this.change({ date, time, ...(overlap ? { overlap } : {}) });
  }

  /** The refusal whose choice was made; until the server has heard of it, it still stands there. */
  private readonly resolved: Signal<Answer | undefined> = signal(undefined);

  /** The skipped or doubled times of the series that wait for a choice. */
  readonly choices = computed((): { choices: StartChoice[]; number: number; skipped: boolean } | undefined => {
    // A refusal of the draft before says nothing of this one.
    const refusal = this.series.asking.value || this.series.refusal.value === this.resolved.value ? undefined : this.series.refusal.value;
    const choices = refusal?.status === 409 ? (refusal.body.choices as StartChoice[] | undefined) : undefined;
    if (!choices?.length) return undefined;
    return { choices, number: Number(refusal?.body.number ?? 1), skipped: choices.some((c) => c.resolve.endsWith('gap')) };
  });

  resolve(choice: string): void {
    this.resolved.value = this.series.refusal.value;
    if (choice === 'earlier' || choice === 'later') this.change({ overlap: choice });
    else if (choice === 'before-gap' || choice === 'after-gap') this.change({ gap: choice });
  }

  readonly find: Finder = (query, limit) => {
    const wanted = new URLSearchParams({ q: query, language: this.settings.language, limit: String(limit) });
    return this.send('GET', `/api/v1/zones?${wanted}`);
  };

  add(place: PlaceFound): void {
    this.addOffices([newOffice(place.city, place.zone, placeName(place))]);
  }

  /** Says where an office is. */
  place(key: string, place: PlaceFound): void {
    const office = this.draft.value.offices.find((o) => o.key === key);
    this.changeOffice(key, { zone: place.zone, place: placeName(place), ...(office?.name ? {} : { name: place.city }) });
    this.sure(key);
  }

  sure(key: string): void {
    this.unsure.value = new Set([...this.unsure.value].filter((k) => k !== key));
  }

  /** @returns how many were new: one that is there already, by name and zone, isn't added twice. */
  private addOffices(added: PlannedOffice[]): number {
    const known = new Set(this.draft.value.offices.map((o) => `${o.name}\n${o.zone}`));
    const fresh = added.filter((o) => !known.has(`${o.name}\n${o.zone}`));
    this.change({ offices: [...this.draft.value.offices, ...fresh] });
    this.news.value = { key: fresh.length ? 'planner.added' : 'planner.added.known', count: fresh.length || added.length };
    return fresh.length;
  }

  /** Makes offices of the lines; those whose place isn't known wait in the list for somebody to say it. */
  async addPasted(): Promise<void> {
    const text = this.draft.value.pasted;
    const lines = readLines(text);
    if (lines.length === 0 || this.busy.value) return;
    this.busy.value = 'paste';
    this.trouble.value = undefined;
    const offices: PlannedOffice[] = [];
    const unsure: string[] = [];
    try {
      for (const line of lines) {
        let found: PlaceFound[] = [];
        for (const query of line.queries) {
          if (found.length > 0) break;
          const answer = await this.find(query, 5);
          if (!answer.ok) {
            this.trouble.value = { place: 'paste', answer };
            return; // the lines stay where they are
          }
          found = (await findPlaces(async () => answer, query, 5)) ?? [];
        }
        const [first] = found;
        const office = newOffice(line.name, first?.zone ?? '', first ? placeName(first) : '');
        if (isUnsure(line, found)) unsure.push(office.key);
        offices.push(office);
      }
      // What was typed while the server looked stays in the field.
      this.change({ pasted: this.draft.value.pasted === text ? '' : this.draft.value.pasted });
      this.unsure.value = new Set([...this.unsure.value, ...unsure]);
      this.addOffices(offices);
    } finally {
      this.busy.value = undefined;
    }
  }

  remove(key: string): void {
    this.change({ offices: this.draft.value.offices.filter((o) => o.key !== key) });
  }

  async readSaved(): Promise<void> {
    const answer = await this.send('GET', '/api/v1/offices');
    if (answer.ok) this.saved.value = (answer.body as unknown as OfficeList).offices;
    else this.trouble.value = { place: 'saved', answer };
  }

  /** Offices of the hosts' list, as planned ones. */
  useSaved(chosen: OfficeView[]): void {
    this.addOffices(chosen.map(fromSaved));
  }

  /** Keeps an office in the hosts' list for the next series. */
  async keep(keys: string[]): Promise<void> {
    if (this.busy.value) return;
    this.busy.value = 'saving';
    this.trouble.value = undefined;
    let kept = 0;
    for (const key of keys) {
      const office = this.draft.value.offices.find((o) => o.key === key);
      if (!office || office.zone === '') continue;
      const answer = office.saved
        ? await this.send('PUT', `/api/v1/offices/${office.saved.id}`, officeBody(office), `"v${office.saved.version}"`)
        : await this.send('POST', '/api/v1/offices', officeBody(office));
      if (!answer.ok) {
        this.trouble.value = { place: 'office', answer };
        break;
      }
      const view = answer.body as unknown as OfficeView;
      this.changeOffice(key, { saved: { id: view.id, version: view.version } });
      kept++;
    }
    this.busy.value = undefined;
    if (kept > 0) {
      this.news.value = { key: 'planner.kept', count: kept };
      await this.readSaved();
    }
  }

  /** @param sure although an attempt before may have made it. */
  async publish(sure = false): Promise<void> {
    this.tried.value = true;
    if (this.busy.value || this.missing.value.length > 0 || this.choices.value) return;
    this.busy.value = 'publishing';
    this.trouble.value = undefined;
    this.twin.value = undefined;
    const draft = this.draft.value;
    if (draft.attempted && !sure) {
      const list = await this.send('GET', '/api/v1/series');
      const all = (list.body.series ?? []) as { id: string; title: string }[];
      this.twin.value = all.find((series) => series.title === draft.title.trim());
      if (!list.ok) this.trouble.value = { place: 'publish', answer: list };
      if (!list.ok || this.twin.value) {
        this.busy.value = undefined;
        return;
      }
    }
    const answer = await this.send('POST', '/api/v1/series', seriesBody(draft));
    this.busy.value = undefined;
    if (answer.ok) {
      this.published.value = answer.body as unknown as SeriesView;
      keepDraft(this.settings.store, undefined);
      return;
    }
    // Faster than the question that would have asked for the choice.
    if (answer.status === 409 && answer.body.choices) this.series.refusal.value = answer;
    else this.trouble.value = { place: 'publish', answer };
    // No answer, or one from something on the way: nobody knows whether it was made.
    if (answer.status === 0 || answer.status >= 500) this.change({ attempted: true });
  }

  startAnew(): void {
    keepDraft(this.settings.store, undefined);
    this.published.value = undefined;
    this.restored.value = false;
    this.tried.value = false;
    this.trouble.value = undefined;
    this.twin.value = undefined;
    this.anchorMoved.value = undefined;
    this.draft.value = this.blank;
  }

  askAgain(): void {
    for (const question of [this.hours, this.day, this.series, this.burden]) question.again();
    if (!this.saved.value) void this.readSaved();
  }

  private send(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, ifMatch?: string): Promise<Answer> {
    return send(method, path, { ...this.credentials, ifMatch }, body, this.settings.door ?? fetch);
  }
}

export function fromSaved(view: OfficeView): PlannedOffice {
  const { plan } = view;
  const office = newOffice(plan.name ?? '', plan.zone ?? '', view.place);
  return {
    ...office,
    saved: { id: view.id, version: view.version },
    languages: plan.languages ?? [],
    workingDays: (plan.workingDays as Weekday[] | null) ?? office.workingDays,
    from: plan.day?.from ?? office.from,
    to: plan.day?.to === '24:00' ? '00:00' : (plan.day?.to ?? office.to),
    quiet: (plan.quiet ?? []).map((q) => ({
      from: q?.from ?? '',
      to: q?.to === '24:00' ? '00:00' : (q?.to ?? ''),
      days: (q?.days as Weekday[] | null) ?? [],
    })),
    daysOff: plan.daysOff ?? [],
  };
}

export { maxOffices };
