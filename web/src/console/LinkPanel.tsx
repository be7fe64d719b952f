import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LinkDownView, LinkFailureView, LinkUpView, LinkView } from '../contracts';
import { locale, t } from '../text';
import type { Desk } from './desk';

const EVERY = 3000;

/** How one speaker's connection fares, asked for only while somebody looks. */
export function LinkPanel({ desk, speaker }: { desk: Desk; speaker: string }) {
  const open = useSignal(false);
  const link = useSignal<LinkView | undefined>(undefined);

  useEffect(() => {
    if (!open.value) return;
    let stopped = false;
    const look = async () => {
      const answer = await desk.send('GET', `stage/${speaker}/link`);
      if (answer.ok && !stopped) link.value = answer.body as unknown as LinkView; // the server's word; contracts.ts is checked against its records
    };
    void look();
    const timer = setInterval(() => void look(), EVERY);
    return () => {
      stopped = true;
      clearInterval(timer);
    };
  }, [open.value, speaker]);

  return (
    <details class="link-panel" data-link-of={speaker} onToggle={(e) => (open.value = e.currentTarget.open)}>
      <summary>{t('eyes.title')}</summary>
      {open.value && <Figures link={link.value} desk={desk} />}
    </details>
  );
}

function Figures({ link, desk }: { link: LinkView | undefined; desk: Desk }) {
  if (!link) return <p class="empty">{t('common.loading')}</p>;
  return (
    <>
      {!link.up && !link.down && <p class="empty">{t('eyes.none')}</p>}
      {link.up && <Up up={link.up} />}
      {link.down && <Down down={link.down} desk={desk} />}
      {link.lastFailure && <Failure failure={link.lastFailure} />}
    </>
  );
}

function Up({ up }: { up: LinkUpView }) {
  return (
    <dl data-way="up" data-path={up.path} data-relay={up.relay ?? undefined}>
      <dt>{t('eyes.up')}</dt>
      <dd>
        <Path path={up.path} relay={up.relay} ipv6={up.ipv6} roundTrip={up.roundTripMs} />
        <span>{t('eyes.rate', { rate: kilobits(up.bitsPerSecond) })}</span>
        {up.allowedBitsPerSecond != null && <span>{t('eyes.allowed', { rate: kilobits(up.allowedBitsPerSecond) })}</span>}
        <span>{t('eyes.lost', { percent: percent(up.lost) })}</span>
        <span>{t('eyes.missing', { percent: percent(up.soundMissing) })}</span>
        <span>{t('eyes.queue', { ms: up.queueMs })}</span>
      </dd>
    </dl>
  );
}

function Down({ down, desk }: { down: LinkDownView; desk: Desk }) {
  const name = (id: string) => desk.speakers.value.find((s) => s.id === id)?.name ?? '';
  return (
    <dl data-way="down" data-path={down.path} data-relay={down.relay ?? undefined}>
      <dt>{t('eyes.down')}</dt>
      <dd>
        <Path path={down.path} relay={down.relay} ipv6={down.ipv6} roundTrip={down.roundTripMs} />
        <span>{t('eyes.rate', { rate: kilobits(down.bitsPerSecond) })}</span>
        {down.estimateBitsPerSecond != null && <span>{t('eyes.carries', { rate: kilobits(down.estimateBitsPerSecond) })}</span>}
        <span>{t('eyes.lost', { percent: percent(down.lost) })}</span>
        {down.pictures.map((picture, i) => (
          <span key={`${picture.of}-${i}`} data-layer={picture.layer ?? ''} data-why={picture.why}>
            {t('eyes.picture', { name: picture.of ? name(picture.of) : t('console.program'), layer: picture.layer ?? '–' })}{' '}
            {t(`eyes.why.${picture.why}`)}
          </span>
        ))}
      </dd>
    </dl>
  );
}

interface PathProps {
  path: LinkUpView['path'];
  relay: LinkUpView['relay'];
  ipv6: boolean;
  roundTrip: number | null | undefined;
}

function Path({ path, relay, ipv6, roundTrip }: PathProps) {
  return (
    <>
      <span>
        {t(relay ? `eyes.relay.${relay}` : `eyes.path.${path}`)} {path === 'unknown' ? '' : ipv6 ? 'IPv6' : 'IPv4'}
      </span>
      {roundTrip != null && <span>{t('eyes.round-trip', { ms: roundTrip })}</span>}
    </>
  );
}

function Failure({ failure }: { failure: LinkFailureView }) {
  const at = new Intl.DateTimeFormat(locale(), {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
  });
  return (
    <p class="last-failure" data-failure={failure.what}>
      {t('eyes.failure', { what: t(`eyes.failure.${failure.what}`), time: `${at.format(failure.at)} UTC` })}
    </p>
  );
}

const kilobits = (bits: number) => Math.round(bits / 1000);
const percent = (share: number) => (share * 100).toFixed(1);
