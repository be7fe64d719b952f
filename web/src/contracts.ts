// Written by scripts/contracts from the server's records; a change here is overwritten. Nulls are left out on the wire.

export type EventState = 'draft' | 'published' | 'live' | 'ended' | 'cancelled';

export type QuestionState = 'received' | 'held' | 'approved' | 'rejected' | 'shortlisted' | 'live' | 'answered' | 'withdrawn';

export type SpeakerWhere = 'away' | 'green-room' | 'on-air';

export type SpeakerLink = 'none' | 'connecting' | 'good' | 'silent';

export type SpeakerRung = 'video' | 'small' | 'photos' | 'voice';

export type RungReason = 'none' | 'narrow' | 'lossy' | 'slow' | 'lost' | 'chosen';

export type SlotKind = 'audio' | 'video';

export type ProgramPhase = 'off' | 'starting' | 'running' | 'stopped';

export type ProgramMode = 'auto' | 'manual';

export type ProgramTrouble = 'none' | 'rate-lowered' | 'encoder-restarting' | 'encoder-fails';

export type SceneKind = 'solo' | 'side-by-side' | 'grid' | 'with-strip' | 'shared' | 'slate' | 'break';

export type TileSource = 'camera' | 'screen';

export type OutputKind = 'webrtc' | 'hls' | 'recording' | 'push';

export type OutputState = 'starting' | 'running' | 'retrying' | 'failed' | 'stopped';

export type OutputReason = 'none' | 'refused' | 'stalled' | 'disk-full' | 'disk-nearly-full' | 'folder-gone' | 'worker-died';

export type Convenience = 'day' | 'edge' | 'quiet' | 'day-off' | 'night';

export type StageKind = 'moderated' | 'open';

export type LinkPath = 'unknown' | 'udp' | 'tcp' | 'relay';

export type RelayLeg = 'udp' | 'tcp' | 'tls';

export type LayerReason = 'empty' | 'best' | 'path' | 'calm' | 'keyframe';

export type LinkWay = 'up' | 'down';

export type LinkFailure = 'silence' | 'moved' | 'handshake-timeout' | 'consent-lost' | 'dtls-failed' | 'wrong-fingerprint' | 'faulted';

export interface QuestionView {
  id: string;
  state: QuestionState;
  text?: string | null;
  original?: string | null;
  language?: string | null;
  name?: string | null;
  country?: string | null;
  addressee?: string | null;
  addresseeId?: string | null;
  votes: number;
  votedByMe?: boolean | null;
  reason?: string | null;
  mergedInto?: string | null;
  merged?: MergedView | null;
  mergedCount?: number | null;
  channel?: string | null;
  flags?: string[] | null;
  reports?: number | null;
  blocked?: boolean | null;
  detected?: DetectedLanguage | null;
  cluster?: ClusterView | null;
  similar?: SimilarView[] | null;
  offsetSeconds?: number | null;
  risk?: string | null;
  became?: string | null;
  help?: HelpView | null;
  inReview?: boolean | null;
  answer?: AnswerView | null;
  claim?: ClaimView | null;
  labels?: string[] | null;
  undo?: UndoView | null;
  createdAt?: string | null;
  version: number;
}

export interface TextView {
  question: string;
  language: string;
  text?: string | null;
  answer?: string | null;
  machine: boolean;
  answerMachine: boolean;
  engine?: string | null;
  from?: string | null;
  answerFrom?: string | null;
  via?: string[] | null;
  confidence?: number | null;
  glossaryTerms?: string[] | null;
}

export interface TextsContent {
  texts: TextView[];
}

export interface TextBoard {
  board: string;
  version: number;
  texts: TextView[];
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

export interface DetectedLanguage {
  language: string;
  confidence: number;
}

export interface ClusterView {
  id: string;
  size: number;
  languages: string[];
}

export interface MergedView {
  id: string;
  state: string;
  text?: string | null;
  answer?: AnswerView | null;
  offsetSeconds?: number | null;
}

export interface SimilarView {
  id: string;
  score: number;
}

export interface HelpView {
  text: string;
  lines: HelpLineView[];
}

export interface HelpLineView {
  name: string;
  phone?: string | null;
  url?: string | null;
}

export interface UndoView {
  number: number;
  until: string;
}

export interface ModerationRequest {
  revision?: number | null;
  reason?: string | null;
  into?: string | null;
  text?: string | null;
  labels?: string[] | null;
}

export interface BulkRequest {
  command?: string | null;
  ids?: string[] | null;
  reason?: string | null;
  into?: string | null;
  labels?: string[] | null;
  preview: boolean;
}

export interface BulkView {
  done: string[];
  refused: RefusedView[];
  undo?: UndoView | null;
}

export interface RefusedView {
  id: string;
  state: string;
}

export interface UndoneView {
  done: string[];
  refused: RefusedView[];
}

export interface IntakeContent {
  open: boolean;
  slowModeSeconds: number;
  minors: boolean;
  revision: number;
}

export interface DeskContent {
  intake: IntakeContent;
  keywords: KeywordsView;
  handover: HandoverView;
  riskWaiting: number;
}

export interface KeywordsView {
  keywords: string[];
  revision: number;
}

export interface HandoverView {
  text: string;
  by?: string | null;
  at?: string | null;
  revision: number;
}

export interface AddresseeView {
  id: string;
  kind: string;
  name: string;
  place?: string | null;
}

export interface AddresseesView {
  addressees: AddresseeView[];
}

export interface GlossaryView {
  terms: GlossaryTermView[];
}

export interface GlossaryTermView {
  term: string;
  words?: GlossaryWordView[] | null;
}

export interface GlossaryWordView {
  language: string;
  text: string;
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
  title?: string | null;
  zone: string;
  where: SpeakerWhere;
  ready: boolean;
  microphone: boolean;
  camera: boolean;
  mutedByModerator: boolean;
  askedToUnmute: boolean;
  keepsPlace: boolean;
  link: SpeakerLink;
  cameraOffByModerator: boolean;
  lostSince?: number | null;
  rung: SpeakerRung;
  rungReason: RungReason;
}

export interface PresenceView {
  watching: number;
  activeSpeaker?: string | null;
  onAir: OnAirView[];
  cut: boolean;
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

export interface HoursView {
  from?: string | null;
  to?: string | null;
  days?: string[] | null;
}

export interface OfficePlanRequest {
  office?: string | null;
  name?: string | null;
  zone?: string | null;
  languages?: string[] | null;
  workingDays?: string[] | null;
  day?: HoursView | null;
  quiet?: HoursView[] | null;
  daysOff?: string[] | null;
  nights?: number | null;
}

export interface OfficeView {
  id: string;
  plan: OfficePlanRequest;
  place: string;
  version: number;
}

export interface OfficeList {
  offices: OfficeView[];
}

export interface BestHoursView {
  score: string;
  verdict: SlotVerdictView;
  hours: BestHourView[];
}

export interface SlotVerdictView {
  kind: string;
  inside: number;
  total: number;
  always: string[];
  words: string;
}

export interface BestHourView {
  from: string;
  to: string;
  inside: number;
  total: number;
  worst: Convenience;
  words: string;
  dates: BestDateView[];
  more: number;
  offices: SlotOfficeView[];
}

export interface BestDateView {
  date: string;
  words: string;
  instant: string;
}

export interface SlotOfficeView {
  name: string;
  zone: string;
  convenience: Convenience;
  start: string;
  end: string;
  offset: string;
  day: number;
  words: string;
}

export interface DayGridView {
  zone: string;
  starts: DayGridColumn[];
  inside: number[];
  offices: DayGridRow[];
}

export interface DayGridColumn {
  instant: string;
  local: string;
  offset: string;
}

export interface DayGridRow {
  name: string;
  zone: string;
  cells: DayGridCell[];
}

export interface DayGridCell {
  local: string;
  offset: string;
  day: number;
  convenience: Convenience;
  word: string;
}

export interface BurdenView {
  of: number;
  words: string;
  offices: OfficeBurdenView[];
}

export interface OfficeBurdenView {
  name: string;
  nights: number;
  outside: number;
  inside: number;
  allNights: number;
}

export interface RunOfShowContent {
  version: number;
}

export interface RunOfShowView {
  version: number;
  overrunMinutes: number;
  segments: SegmentView[];
}

export interface SegmentView {
  number: number;
  title: string;
  duration: string;
  start: string;
  end: string;
  words: string;
  began?: string | null;
  beganWords?: string | null;
  lateMinutes?: number | null;
  speakers: SegmentSpeakerView[];
}

export interface SegmentSpeakerView {
  name: string;
  zone: string;
  local: string;
  offset: string;
  day: number;
  night: boolean;
  words: string;
}

export interface SeriesView {
  id?: string | null;
  title: string;
  version: number;
  occurrences: OccurrenceView[];
}

export interface OccurrenceView {
  number: number;
  event: EventView;
  edited: boolean;
  panel: string;
  reasons: string[];
  offices: OccurrenceOfficeView[];
}

export interface OccurrenceOfficeView {
  name: string;
  zone: string;
  local: string;
  offset: string;
  day: number;
  shift: number;
  later: number;
  words: string;
}

export interface EventView {
  id: string;
  slug: string;
  title: string;
  description: string;
  state: EventState;
  start: StartView;
  duration: string;
  languages: string[];
  stage: StageKind;
  offices: Office[];
  version: number;
  minors: boolean;
}

export interface StartView {
  local: string;
  zone: string;
  resolve?: string | null;
  instant: string;
  offset: string;
  tzdb: string;
}

export interface StartChoice {
  resolve: string;
  local: string;
  offset: string;
  instant: string;
}

export interface Office {
  name: string;
  zone: string;
}

export interface LinkView {
  speaker: string;
  link: SpeakerLink;
  up?: LinkUpView | null;
  down?: LinkDownView | null;
  lastFailure?: LinkFailureView | null;
  rung?: SpeakerRung | null;
  rungReason?: RungReason | null;
}

export interface LinkUpView {
  path: LinkPath;
  ipv6: boolean;
  roundTripMs?: number | null;
  bitsPerSecond: number;
  allowedBitsPerSecond?: number | null;
  lost: number;
  soundMissing: number;
  jitterMs: number;
  queueMs: number;
  relay?: RelayLeg | null;
}

export interface LinkDownView {
  path: LinkPath;
  ipv6: boolean;
  roundTripMs?: number | null;
  bitsPerSecond: number;
  estimateBitsPerSecond?: number | null;
  lost: number;
  pictures: LinkPictureView[];
  relay?: RelayLeg | null;
}

export interface LinkPictureView {
  of?: string | null;
  layer?: string | null;
  why: LayerReason;
}

export interface LinkFailureView {
  what: LinkFailure;
  way: LinkWay;
  at: number;
  lastedMs: number;
}

export interface LinksView {
  event: string;
  speakers: LinkView[];
}
