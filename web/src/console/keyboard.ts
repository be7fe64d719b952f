// One key per action, for hands that stay on the keyboard; can be switched off (WCAG 2.1.4). Each has a button too.
import { signal } from '@preact/signals';
import { isTyping } from '../live/typing';
import type { Desk } from './desk';
import { type Action, keys, laneKeys, lanes, reasons } from './lanes';

/** What opens over the desk. */
export type Sheet = 'guide' | 'glossary' | 'hand-over' | 'holds' | 'intake';
export const sheet = signal<Sheet | undefined>(undefined);

const sheets: Record<string, Sheet> = { '?': 'guide', h: 'hand-over', i: 'intake', f: 'holds', q: 'glossary' };
export const sheetKeys: Record<Sheet, string> = { guide: '?', 'hand-over': 'h', intake: 'i', holds: 'f', glossary: 'q' };

/** After G, until the next key. */
let going = false;

export function listen(desk: Desk): void {
  addEventListener('keydown', (press) => {
    if (press.key === 'Escape' && !sheet.value) {
      if (press.target instanceof HTMLInputElement && press.target.type === 'search') press.target.blur();
      desk.deeds.cancel();
    }
    if (!desk.shortcuts.value || press.ctrlKey || press.metaKey || press.altKey || isTyping(press.target) || sheet.value) return;
    // keys of a button's own: a focused "Approve" is pressed by Enter and Space
    if (handle(desk, press.key.length === 1 ? press.key.toLowerCase() : press.key, press.shiftKey)) press.preventDefault();
  });
}

const PAGE = 10;
const moves: Record<string, number> = {
  j: 1,
  k: -1,
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
  End: Number.MAX_SAFE_INTEGER,
  Home: -Number.MAX_SAFE_INTEGER,
};

/** True when the key meant something. */
export function handle(desk: Desk, key: string, shift = false): boolean {
  const { queue, deeds } = desk;
  if (going) {
    going = false;
    const lane = lanes.find((l) => laneKeys[l] === key && (l !== 'risk' || desk.questions.guards.value));
    if (lane) deeds.open(lane);
    return lane !== undefined;
  }
  const opened = queue.opened.value;
  if (opened?.form === 'reject' || deeds.asking.value === 'reject') {
    const reason = reasons[Number(key) - 1];
    if (reason && opened) void deeds.reject(opened.id, reason);
    else if (reason) void deeds.weigh('reject', { reason });
    if (reason) return true;
  }
  if (desk.program.press(key)) return true;
  const by = moves[key];
  if (by !== undefined) {
    queue.move(by);
    return true;
  }
  const opens = sheets[key];
  if (opens) {
    sheet.value = opens;
    return true;
  }
  return onDesk(desk, key, shift) || onCard(desk, key);
}

function onDesk(desk: Desk, key: string, shift: boolean): boolean {
  const { queue, deeds, program } = desk;
  switch (key) {
    case 'g':
      going = true;
      return true;
    case 'n':
      queue.showNew();
      return true;
    case 'u':
      void deeds.undo();
      return true;
    case '/':
      document.querySelector<HTMLInputElement>('[data-search]')?.focus();
      return true;
    case 'x':
      if (shift) queue.chooseAll();
      else if (queue.selected.value) queue.choose(queue.selected.value);
      return true;
    case 'p': {
      const live = [...desk.questions.all.value.values()].find((q) => q.state === 'live');
      if (program.view.value?.card?.question) void program.clearCard();
      else if (live && program.view.value) void program.showCard(live.id);
      return true;
    }
    default:
      return false;
  }
}

function onCard(desk: Desk, key: string): boolean {
  const { queue, deeds } = desk;
  const id = queue.selected.value;
  const actions = (Object.keys(keys) as Action[]).filter((action) => keys[action] === key);
  const [first] = actions;
  if (queue.chosen.value.size > 0 && (first === 'approve' || first === 'shortlist' || first === 'merge')) {
    void deeds.weigh(first);
    return true;
  }
  if (queue.chosen.value.size > 0 && first === 'reject') {
    deeds.asking.value = 'reject';
    return true;
  }
  if (queue.chosen.value.size > 0 && first === 'label') {
    deeds.asking.value = 'label';
    return true;
  }
  if (!id) return false;
  if (key === 'o') {
    queue.toggleOriginal(id);
    return true;
  }
  const action = actions.find((a) => deeds.may(a, id));
  if (!action) return false;
  deeds.begin(action, id);
  return true;
}
