// That we are on stage, for a page that was reloaded and a tab that crashed: it comes back to its place by itself. In the tab's own storage:
// who closed it, or opens the link a second time on a shared computer, is asked before anything is seen or heard.

/** As long as the server keeps a place. */
const KEPT = 120_000;

export interface OnStageMemory {
  /** There is a camera, on or off. */
  pictured: boolean;
  camera: boolean;
  microphone: boolean;
  voiceOnly: boolean;
}

export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const keyOf = (invite: string) => `stage:${invite}`;

export function remember(invite: string, what: OnStageMemory, now: number, shelf: Shelf = sessionStorage): void {
  try {
    shelf.setItem(keyOf(invite), JSON.stringify({ ...what, at: now }));
  } catch {
    // a full or forbidden storage: then the speaker taps through the steps again
  }
}

export function forget(invite: string, shelf: Shelf = sessionStorage): void {
  try {
    shelf.removeItem(keyOf(invite));
  } catch {
    // as above
  }
}

/** Undefined when this browser wasn't on stage within the last two minutes, or left. */
export function recall(invite: string, now: number, shelf: Shelf = sessionStorage): OnStageMemory | undefined {
  try {
    const { at, pictured, camera, microphone, voiceOnly } = JSON.parse(shelf.getItem(keyOf(invite)) ?? '{}') as Partial<
      OnStageMemory & { at: number }
    >;
    if (at === undefined || now - at > KEPT || now < at) return undefined;
    return { pictured: pictured === true, camera: camera === true, microphone: microphone === true, voiceOnly: voiceOnly === true };
  } catch {
    return undefined;
  }
}
