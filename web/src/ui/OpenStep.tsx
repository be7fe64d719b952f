import type { Boot } from '../boot';
import { t } from '../text';

const roles = {
  speaker: 'join.as.speaker',
  moderator: 'join.as.moderator',
  interpreter: 'join.as.interpreter',
  host: 'join.as.host',
} as const;

/** Whose invite this is. Opening it changed nothing; the button does. */
export function OpenStep({
  invite,
  event,
  enter,
}: {
  invite: NonNullable<Boot['invite']>;
  event: NonNullable<Boot['event']>;
  enter: () => void;
}) {
  return (
    <section class="step">
      <p class="event-name" dir="auto">
        {event.title}
      </p>
      <h1>{t('join.hello', { name: invite.name })}</h1>
      <p>{t(roles[invite.role])}</p>
      {event.when.map((line) => (
        <p class="when" key={line}>
          {line}
        </p>
      ))}
      <button type="button" class="big" data-action="join" onClick={enter}>
        {t('join.enter')}
      </button>
      <p class="hint">{t('join.link-is-yours')}</p>
    </section>
  );
}
