// The change feed, as one signal per board. The library that carries it is loaded only when a screen asks for it.

import type { HubConnection } from '@microsoft/signalr';
import { batch, signal } from '@preact/signals';
import type {
  DeskContent,
  EventState,
  IntakeContent,
  JoinedView,
  PresenceView,
  ProgramView,
  QuestionView,
  RunOfShowContent,
  SlotsView,
  SlotView,
  StageBoard,
  TextsContent,
  TextView,
} from '../contracts';
import { backoff } from './backoff';
import { applyChange, type QuestionBoard, replaceWhole, type WholeBoard } from './board';

export type HubState = 'idle' | 'connecting' | 'connected' | 'lost';

export interface HubOptions {
  event: string;
  token?: string | undefined;
  /** For the signed-in host: opening a connection is a POST with their cookie. */
  csrf?: string | undefined;
  /** In which texts are read beside their originals. */
  language?: string | undefined;
  connect?: () => Promise<HubConnection>;
  random?: () => number;
  /** The server's time in milliseconds, with each snapshot. */
  serverTime?: (milliseconds: number) => void;
}

/** What a board says in one language, by question. */
export interface Texts {
  version: number;
  rows: ReadonlyMap<string, TextView>;
}

export class EventHub {
  readonly state = signal<HubState>('idle');
  /** Told by the server that it goes away in a moment. */
  readonly closing = signal(false);
  readonly questions = signal<ReadonlyMap<string, QuestionBoard>>(new Map());
  readonly stage = signal<WholeBoard<StageBoard> | undefined>(undefined);
  readonly eventState = signal<WholeBoard<EventState> | undefined>(undefined);
  /** For moderators and hosts, where a mixer runs. */
  readonly program = signal<WholeBoard<ProgramView> | undefined>(undefined);
  /** For moderators and hosts: that it changed; its words are read over HTTP. */
  readonly runOfShow = signal<WholeBoard<RunOfShowContent> | undefined>(undefined);
  readonly presence = signal<PresenceView | undefined>(undefined);
  readonly texts = signal<ReadonlyMap<string, Texts>>(new Map());
  readonly intake = signal<WholeBoard<IntakeContent> | undefined>(undefined);
  /** For moderators and hosts. */
  readonly desk = signal<WholeBoard<DeskContent> | undefined>(undefined);
  private connection: HubConnection | undefined;
  private joined: (() => void)[] = [];
  private joining = false;
  private early: (() => void)[] = [];
  private stopped = false;

  constructor(private readonly options: HubOptions) {}

  /** Connects, and stays connected until `stop`. */
  async start(): Promise<void> {
    if (this.state.value === 'connecting' || this.connection || this.stopped) return;
    this.state.value = 'connecting';
    const connection = await (this.options.connect ?? (() => open(this.options)))();
    this.connection = connection;
    this.listen(connection);
    for (let attempt = 0; !this.stopped; attempt++) {
      try {
        await connection.start();
        await this.join();
        return;
      } catch {
        this.state.value = 'lost';
        await new Promise((resolve) => setTimeout(resolve, backoff(attempt, this.options.random)));
      }
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.connection?.stop();
  }

  /** After each (re)connection, once the snapshot is in. */
  onJoined(run: () => void): void {
    this.joined.push(run);
  }

  /** Who is in the slots of a WHEP session, from now until the returned function is called or the connection is lost. */
  watch(session: string, filled: (slots: SlotView[]) => void): () => void {
    if (this.state.value !== 'connected' || !this.connection) return () => {};
    const stream = this.connection.stream<SlotsView>('Watch', session);
    const subscription = stream.subscribe({ next: ({ slots }) => filled(slots), complete: () => {}, error: () => {} });
    return () => subscription.dispose();
  }

  private listen(connection: HubConnection): void {
    const on = (method: string, run: (...args: never[]) => void) =>
      connection.on(method, (...args: never[]) => {
        if (this.joining) this.early.push(() => run(...args));
        else run(...args);
      });
    on('QuestionChanged', (board: string, version: number, question: QuestionView) => this.questionChanged(board, version, question));
    on('StageChanged', (version: number, stage: StageBoard) => {
      this.stage.value = replaceWhole(this.stage.value, version, stage);
    });
    on('EventChanged', (version: number, state: EventState | { state: EventState }) => {
      this.eventState.value = replaceWhole(this.eventState.value, version, typeof state === 'string' ? state : state.state);
    });
    on('ProgramChanged', (version: number, program: ProgramView) => {
      this.program.value = replaceWhole(this.program.value, version, program);
    });
    on('RunOfShowChanged', (version: number, content: RunOfShowContent) => {
      this.runOfShow.value = replaceWhole(this.runOfShow.value, version, content);
    });
    on('TextChanged', (board: string, version: number, text: TextView) => this.textChanged(board, version, text));
    on('IntakeChanged', (version: number, intake: IntakeContent) => {
      this.intake.value = replaceWhole(this.intake.value, version, intake);
    });
    on('DeskChanged', (version: number, desk: DeskContent) => {
      this.desk.value = replaceWhole(this.desk.value, version, desk);
    });
    on('Presence', (presence: PresenceView) => {
      this.presence.value = presence;
    });
    on('NoticesChanged', () => {});
    connection.on('Closing', () => {
      this.closing.value = true;
    });
    connection.onreconnecting(() => {
      this.state.value = 'lost';
    });
    connection.onreconnected(() => this.joinAgain());
    connection.onclose(() => {
      // its own retries have no end, so this is a server that closed for good (an invite taken back) or our stop
      this.state.value = 'lost';
      this.connection = undefined;
      if (!this.stopped) setTimeout(() => void this.start(), backoff(2, this.options.random));
    });
  }

  private questionChanged(board: string, version: number, question: QuestionView): void {
    const known = this.questions.value.get(board);
    if (!known) return;
    const changed = applyChange(known, version, question);
    if (!changed) this.joinAgain();
    else if (changed !== known) this.questions.value = new Map(this.questions.value).set(board, changed);
  }

  private textChanged(board: string, version: number, text: TextView): void {
    const known = this.texts.value.get(board);
    if (!known || version <= known.version) return;
    if (version !== known.version + 1) this.joinAgain();
    else {
      const rows = new Map(known.rows);
      if (text.text || text.answer) rows.set(text.question, text);
      else rows.delete(text.question);
      this.texts.value = new Map(this.texts.value).set(board, { version, rows });
    }
  }

  private joinAgain(attempt = 0): void {
    this.join().catch(() => {
      if (!this.stopped) setTimeout(() => this.joinAgain(attempt + 1), backoff(attempt, this.options.random));
    });
  }

  /** The snapshots; what changes meanwhile waits and is applied after, so nothing falls between. */
  private async join(): Promise<void> {
    if (this.joining || !this.connection) return;
    this.joining = true;
    try {
      const { serverTime, boards } = await this.ask(this.connection);
      this.options.serverTime?.(Date.parse(serverTime));
      batch(() => {
        for (const { board, version, content } of boards) this.snapshot(board, version, content);
        this.state.value = 'connected';
        this.closing.value = false;
      });
    } finally {
      this.joining = false;
      const waiting = this.early;
      this.early = [];
      for (const run of waiting) run();
    }
    for (const run of this.joined) run();
  }

  private ask(connection: HubConnection): Promise<JoinedView> {
    const { event, language } = this.options;
    return language ? connection.invoke('JoinIn', event, language) : connection.invoke('Join', event);
  }

  private snapshot(board: string, version: number, content: unknown): void {
    // The server's word for each board's shape; contracts.ts is checked against its records.
    if (board.startsWith('questions.')) {
      const { questions } = content as { questions: QuestionView[] };
      this.questions.value = new Map(this.questions.value).set(board, { version, questions });
    } else if (board.startsWith('texts.')) {
      const { texts } = content as TextsContent;
      this.texts.value = new Map(this.texts.value).set(board, { version, rows: new Map(texts.map((row) => [row.question, row])) });
    } else if (board === 'intake') {
      this.intake.value = { version, content: content as IntakeContent };
    } else if (board === 'desk') {
      this.desk.value = { version, content: content as DeskContent };
    } else if (board === 'stage') {
      this.stage.value = { version, content: content as StageBoard };
    } else if (board === 'program') {
      this.program.value = { version, content: content as ProgramView };
    } else if (board === 'run-of-show') {
      this.runOfShow.value = { version, content: content as RunOfShowContent };
    } else if (board === 'event') {
      const state = content as EventState | { state: EventState };
      this.eventState.value = { version, content: typeof state === 'string' ? state : state.state };
    }
  }
}

async function open({ token, csrf, random }: HubOptions): Promise<HubConnection> {
  const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
  return new HubConnectionBuilder()
    .withUrl('/hubs/event', token ? { accessTokenFactory: () => token } : csrf ? { headers: { 'X-CSRF-TOKEN': csrf } } : {})
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: ({ previousRetryCount }) => backoff(previousRetryCount, random) })
    .withServerTimeout(15_000)
    .withKeepAliveInterval(5_000)
    .configureLogging(LogLevel.Error)
    .build();
}
