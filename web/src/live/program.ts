// The program as the desk sees it: shapes on the wire, from the board `program` and from GET …/program.

export type ProgramPhase = 'off' | 'starting' | 'running' | 'stopped';
export type ProgramMode = 'auto' | 'manual';
export type TileSource = 'camera' | 'screen';
export type SceneKind = 'solo' | 'side-by-side' | 'grid' | 'with-strip' | 'shared' | 'slate' | 'break';
export type ProgramTrouble = 'none' | 'rate-lowered' | 'encoder-restarting' | 'encoder-fails';
export type OutputKind = 'webrtc' | 'hls' | 'recording' | 'push';
export type OutputState = 'starting' | 'running' | 'retrying' | 'failed' | 'stopped';
export type OutputReason = 'none' | 'refused' | 'stalled' | 'disk-full' | 'disk-nearly-full' | 'folder-gone' | 'worker-died';

/** Fractions 0..1 of the canvas, from its top left. */
export interface TileView {
  speaker: string;
  source: TileSource;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The order of the speakers matters: the first is the large one; of a shared screen it is the presenter. */
export interface SceneView {
  kind: SceneKind;
  speakers: string[];
  tiles: TileView[];
}

export interface OutputView {
  id: string;
  kind: OutputKind;
  name: string;
  state: OutputState;
  reason: OutputReason;
  detail?: string | null;
}

/** The question's id. */
export interface CardView {
  question: string;
}

export interface ProgramView {
  phase: ProgramPhase;
  /** For the operator: why there is no program while the event is live. */
  offBecause?: string | null;
  mode: ProgramMode;
  /** The kill switch: slate and silence, whatever the scene. */
  killed: boolean;
  scene: SceneView;
  preview?: SceneView | null;
  card?: CardView | null;
  fps: number;
  fullFps: number;
  trouble: ProgramTrouble;
  outputs: OutputView[];
}
