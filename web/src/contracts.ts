// Written by scripts/contracts from the server's records; a change here is overwritten. Nulls are left out on the wire.

export type EventState = 'draft' | 'published' | 'live' | 'ended' | 'cancelled';

export type QuestionState = 'received' | 'held' | 'approved' | 'rejected' | 'shortlisted' | 'live' | 'answered' | 'withdrawn';

export type SpeakerWhere = 'away' | 'green-room' | 'on-air';

export type SpeakerLink = 'none' | 'connecting' | 'good' | 'silent';

export type SlotKind = 'audio' | 'video';

export interface QuestionView {
  id: string;
  state: QuestionState;
  text?: string | null;
  language?: string | null;
  name?: string | null;
  country?: string | null;
  addressee?: string | null;
  votes: number;
  votedByMe?: boolean | null;
  reason?: string | null;
  mergedInto?: string | null;
  answer?: AnswerView | null;
  claim?: ClaimView | null;
  createdAt?: string | null;
  version: number;
}

export interface AnswerView {
  text?: string | null;
  at?: string | null;
}

export interface ClaimView {
  by: string;
  name: string;
  until: string;
}

export interface StageBoard {
  event: string;
  state: EventState;
  speakers: StageSpeakerView[];
}

export interface StageSpeakerView {
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
  keepsPlace: boolean;
  link: SpeakerLink;
}

export interface PresenceView {
  watching: number;
  activeSpeaker?: string | null;
  onAir: OnAirView[];
}

export interface OnAirView {
  id: string;
  name: string;
  place?: string | null;
  zone: string;
}

export interface SlotsView {
  slots: SlotView[];
}

export interface SlotView {
  mid: string;
  kind: SlotKind;
  speaker?: OnAirView | null;
}

export interface EventContent {
  state: EventState;
}

export interface NoticeView {
  id: string;
  text: string;
}

export interface NoticesContent {
  notices: NoticeView[];
}

export interface BoardSnapshot {
  board: string;
  version: number;
  content: unknown;
}

export interface JoinedView {
  serverTime: string;
  boards: BoardSnapshot[];
}
