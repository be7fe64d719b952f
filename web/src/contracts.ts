// Written by scripts/contracts from the server's records; a change here is overwritten. Nulls are left out on the wire.

export type EventState = 'draft' | 'published' | 'live' | 'ended' | 'cancelled';

export type QuestionState = 'received' | 'held' | 'approved' | 'rejected' | 'shortlisted' | 'live' | 'answered' | 'withdrawn';

export type SpeakerWhere = 'away' | 'green-room' | 'on-air';

export type SpeakerLink = 'none' | 'connecting' | 'good' | 'silent';

export type SlotKind = 'audio' | 'video';

export type ProgramPhase = 'off' | 'starting' | 'running' | 'stopped';

export type ProgramMode = 'auto' | 'manual';

export type ProgramTrouble = 'none' | 'rate-lowered' | 'encoder-restarting' | 'encoder-fails';

export type SceneKind = 'solo' | 'side-by-side' | 'grid' | 'with-strip' | 'shared' | 'slate' | 'break';

export type TileSource = 'camera' | 'screen';

export type OutputKind = 'webrtc' | 'hls' | 'recording' | 'push';

export type OutputState = 'starting' | 'running' | 'retrying' | 'failed' | 'stopped';

export type OutputReason = 'none' | 'refused' | 'stalled' | 'disk-full' | 'disk-nearly-full' | 'folder-gone' | 'worker-died';

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
  program: boolean;
  screen: boolean;
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

export interface ProgramView {
  phase: ProgramPhase;
  offBecause?: string | null;
  mode: ProgramMode;
  killed: boolean;
  scene: SceneView;
  preview?: SceneView | null;
  card?: CardView | null;
  fps: number;
  fullFps: number;
  trouble: ProgramTrouble;
  outputs: OutputView[];
}

export interface SceneView {
  kind: SceneKind;
  speakers: string[];
  tiles: TileView[];
}

export interface TileView {
  speaker: string;
  source: TileSource;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface CardView {
  question: string;
}

export interface OutputView {
  id: string;
  kind: OutputKind;
  name: string;
  state: OutputState;
  reason: OutputReason;
  detail: string;
}

export interface SceneRequest {
  kind?: SceneKind | null;
  speakers?: string[] | null;
}

export interface CardRequest {
  question?: string | null;
}

export interface PushRequest {
  id?: string | null;
  name?: string | null;
  url?: string | null;
}

export interface PushView {
  id: string;
  name: string;
}

export interface ChapterView {
  start: number;
  end: number;
  playlistStart: number;
  title: string;
  question: string;
}
