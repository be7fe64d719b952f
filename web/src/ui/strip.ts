// Moves the hands of the clock strip that the server drew.
import { type Clock, face } from '../live/clock';
import { t } from '../text';

export function tickStrip(strip: Element | null, clocks: readonly Clock[], now: number): void {
  if (!strip) return;
  [...strip.children].forEach((item, i) => {
    const clock = clocks[i];
    if (!(item instanceof HTMLElement) || !clock) return;
    const { time, night, shift } = face(clock, now, clocks[0]);
    item.dataset.night = String(night);
    put(item, '.hour', time);
    put(item, '.night-word', t(night ? 'clock.night' : 'clock.day'));
    put(item, '.shift', shift === 0 ? '' : t(`clock.shift.${shift}`));
  });
}

function put(item: Element, where: string, text: string): void {
  const element = item.querySelector(where);
  if (element && element.textContent !== text) element.textContent = text;
}
