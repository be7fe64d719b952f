// One key per action, for hands that stay on the keyboard; can be switched off (WCAG 2.1.4).
import { isTyping } from '../live/typing';
import type { Desk } from './desk';
import { type Action, actionsFor, keys, reasons } from './lanes';

export function listen(desk: Desk): void {
  addEventListener('keydown', (press) => {
    if (press.key === 'Escape') desk.cancel();
    if (!desk.shortcuts.value || press.ctrlKey || press.metaKey || press.altKey || isTyping(press.target)) return;
    if (handle(desk, press.key.toLowerCase())) press.preventDefault();
  });
}

/** True when the key meant something. */
export function handle(desk: Desk, key: string): boolean {
  const rejecting = desk.rejecting.value;
  if (rejecting) {
    const reason = reasons[Number(key) - 1];
    if (reason) void desk.reject(rejecting, reason);
    return reason !== undefined;
  }
  if (desk.program.press(key)) return true;
  if (key === 'n') {
    desk.showNew();
    return true;
  }
  if (key === 'j' || key === 'k' || key === 'arrowdown' || key === 'arrowup') {
    desk.move(key === 'j' || key === 'arrowdown' ? 1 : -1);
    return true;
  }
  const question = desk.shown.value.find((q) => q.id === desk.selected.value);
  const action = (Object.keys(keys) as Action[]).find((a) => keys[a] === key);
  if (!question || !action || !actionsFor(question.state).includes(action)) return false;
  desk.begin(action, question.id);
  return true;
}
