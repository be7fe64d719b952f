import { locale, t } from '../text';
import { playAll } from '../ui/Media';
import { shortcuts } from './keys';
import { type PlayerProps, price } from './PlayerView';
import type { Player } from './player';

/** Beneath the picture, never over it: four buttons with words. */
export function Bar({ player, fullscreen }: PlayerProps) {
  const other = player.choice.value === 'listen' ? 'watch' : 'listen';
  const recorded = player.recorded.value;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a row
    <div class="player-bar" role="group" aria-label={t('player.controls')}>
      {player.soundBlocked.value && (
        <button
          type="button"
          data-action="sound"
          onClick={() => {
            playAll(document);
            player.unblock();
          }}
        >
          {t('player.sound')}
        </button>
      )}
      <button type="button" class="quiet" data-action="stop" aria-keyshortcuts={shortcuts.toggle} onClick={() => player.stop()}>
        {t('player.stop')}
      </button>
      {!recorded && (
        <button
          type="button"
          class="quiet"
          data-action="mute"
          aria-keyshortcuts={shortcuts.mute}
          onClick={() => (player.muted.value = !player.muted.value)}
        >
          {t(player.muted.value ? 'player.unmute' : 'player.mute')}
        </button>
      )}
      {player.choice.value === 'watch' && !recorded && (
        <button type="button" class="quiet" data-action="fullscreen" aria-keyshortcuts={shortcuts.fullscreen} onClick={fullscreen}>
          {t('player.fullscreen')}
        </button>
      )}
      <button type="button" class="quiet" data-action={other} aria-keyshortcuts={shortcuts.listen} onClick={() => player.change(other)}>
        {t(`player.${other}.instead`)} <small>{price(player, other)}</small>
      </button>
    </div>
  );
}

/** What it has cost until now, by what came over the network. */
export function MeterLine({ player }: { player: Player }) {
  const { megabytes, anHour } = player.meter.value ?? { megabytes: 0, anHour: undefined };
  const figure = (n: number) => new Intl.NumberFormat(locale(), { maximumFractionDigits: n < 10 ? 1 : 0 }).format(n);
  return (
    <p class="meter-line" data-megabytes={megabytes.toFixed(2)} data-way={player.way.value}>
      <span>{t('player.meter.so-far', { megabytes: figure(megabytes) })}</span>
      {anHour !== undefined && <span> · {t('player.meter.an-hour', { megabytes: figure(anHour) })}</span>}
      {player.way.value === 'hls' && !player.recorded.value && <span> · {t('player.behind')}</span>}
    </p>
  );
}
