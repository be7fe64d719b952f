// What the server hands a screen with its page: <script type="application/json" id="boot">, data, never run.
import type { EventState, IntakeContent, QuestionView, TextView } from './contracts';
import type { Clock } from './live/clock';

export type Messages = Record<string, string | Record<string, string>>;

/** Where the mixed program is, during the event and after it. */
export interface ProgramAddress {
  hls: string;
  /** So many are expected that everybody watches over HLS. */
  mass: boolean;
  /** The download, once it is made. */
  recording?: string | null;
}

/** Where media goes, for those who open firewalls. */
export interface ConnectAddresses {
  udp: readonly string[];
  tcp: readonly string[];
  /** TURN servers, without credentials. */
  relays: readonly string[];
}

export interface Boot {
  screen: 'audience' | 'stage' | 'console' | 'host' | 'page' | 'planner' | 'prompter' | 'connect';
  language: string;
  /** CLDR's name of the digits numbers and times are written in. */
  digits: 'latn' | 'arab' | 'deva';
  messages: Messages;
  /** Milliseconds since 1970 when the page was drawn: the browser's own clock may be wrong. */
  serverTime: number;
  clocks: Clock[];
  event?: {
    id: string;
    slug: string;
    title: string;
    state: EventState;
    start: number;
    open: boolean;
    /** The start in words: the reader's time, then the event's own. */
    when: string[];
    /** Absent where no mixer runs: then the slots carry people. */
    program?: ProgramAddress | null;
  };
  /** Of the invite in the link, or of the host's sign-in. */
  invite?: {
    id: string;
    role: 'speaker' | 'moderator' | 'interpreter' | 'host';
    name: string;
    place: string;
    zone: string;
    language: string;
  };
  token?: string;
  csrf?: string;
  questions?: { version: number; questions: QuestionView[] };
  /** Its questions in the page's language. */
  texts?: TextView[];
  intake?: IntakeContent;
  connect?: ConnectAddresses;
}

/** The page's boot data; undefined when the page has none or it cannot be read. */
export function readBoot(document: Document): Boot | undefined {
  const text = document.getElementById('boot')?.textContent;
  if (!text) return undefined;
  try {
    return JSON.parse(text) as Boot; // written by our own server into this very page
  } catch {
    return undefined;
  }
}
