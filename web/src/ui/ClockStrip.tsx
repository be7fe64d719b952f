import type { ReadonlySignal } from '@preact/signals';
import { type Clock, face } from '../live/clock';
import { t } from '../text';

/** The same row that the server draws on its pages (Pages/Parts/ClockStrip.razor). */
export function ClockStrip({ clocks, now }: { clocks: readonly Clock[]; now: ReadonlySignal<number> }) {
  if (clocks.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the row scrolls sideways, also by keyboard
    <ul class="clocks" aria-label={t('clock.strip')} tabIndex={0}>
      {clocks.map((clock) => {
        const { time, night, shift } = face(clock, now.value, clocks[0]);
        return (
          <li class="clock" key={`${clock.zone} ${clock.place}`} data-zone={clock.zone} data-night={night} data-yours={clock.yours}>
            <span class="glyph" aria-hidden="true" />
            <bdi class="place">{clock.place}</bdi>
            <time class="hour">{time}</time>
            <span class="night-word">{t(night ? 'clock.night' : 'clock.day')}</span>
            <span class="shift">{shift === 0 ? '' : t(`clock.shift.${shift}`)}</span>
            {clock.yours && <span class="yours">{t('clock.yours')}</span>}
          </li>
        );
      })}
    </ul>
  );
}

/** "Goma 15:00", for captions: every time carries its place. */
export function PlaceTime({ place, clock, now }: { place: string; clock: Clock | undefined; now: ReadonlySignal<number> }) {
  if (!clock) return <bdi class="place-time">{place}</bdi>;
  const { time, night } = face(clock, now.value);
  return (
    <span class="place-time" data-night={night}>
      <span class="glyph" aria-hidden="true" />
      <bdi>{place}</bdi> <time>{time}</time>
      <span class="visually-hidden">{t(night ? 'clock.night' : 'clock.day')}</span>
    </span>
  );
}
