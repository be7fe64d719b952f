// The shapes that the server's records have on the wire.

export type EventState = 'draft' | 'published' | 'live' | 'ended' | 'cancelled';
export type QuestionState = 'received' | 'held' | 'approved' | 'rejected' | 'shortlisted' | 'live' | 'answered' | 'withdrawn';

export interface AnswerView {
  text?: string | null;
  at?: string | null;
}

export interface QuestionView {
  id: string;
  state: QuestionState;
  text?: string | null;
  language?: string | null;
  name?: string | null;
  country?: string | null;
  addressee?: string | null;
  votes?: number;
  votedByMe?: boolean;
  reason?: string | null;
  answer?: AnswerView | null;
  createdAt?: string;
  version?: number;
}

export type SpeakerWhere = 'away' | 'green-room' | 'on-air';
export type SpeakerLink = 'none' | 'connecting' | 'good' | 'silent';

export interface SpeakerView {
  id: string;
  name: string;
  place?: string | null;
  zone: string;
  where: SpeakerWhere;
  ready: boolean;
  microphone: boolean;
  camera: boolean;
  mutedByModerator: boolean;
  askedToUnmute: boolean;
  /** Away, and on air again as soon as they are back. */
  keepsPlace: boolean;
  link: SpeakerLink;
}

export interface StageView {
  event: string;
  state: EventState;
  speakers: SpeakerView[];
}

export interface PersonView {
  id: string;
  name: string;
  place?: string | null;
  zone: string;
}

export interface PresenceView {
  watching: number;
  activeSpeaker?: string | null;
  onAir: PersonView[];
}

export interface SlotView {
  mid: string;
  kind: 'audio' | 'video';
  speaker: PersonView | null;
}

export interface SlotsView {
  slots: SlotView[];
}

export interface BoardSnapshot {
  board: string;
  version: number;
  content: unknown;
}

export interface JoinView {
  serverTime: string;
  boards: BoardSnapshot[];
}
