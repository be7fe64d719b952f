import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ConnectAddresses } from '../boot';
import { t } from '../text';
import { type Way, waysOf } from './relays';
import { summary } from './summary';
import { type Finding, LONG_WAY, taken, tryWay, verdict } from './ways';

export function Connect({ addresses }: { addresses: ConnectAddresses }) {
  const ways = waysOf(addresses.tcp.length > 0, addresses.relays);
  const found = useSignal<readonly Finding[]>([]);
  const trying = useSignal<Way | undefined>(undefined);
  const round = useSignal(0);

  useEffect(() => {
    const stopped = new AbortController();
    const run = async () => {
      found.value = [];
      for (const way of ways) {
        trying.value = way;
        const finding = await tryWay(way, {}, stopped.signal);
        if (stopped.signal.aborted) return;
        found.value = [...found.value, finding];
        if (finding.outcome === 'unreachable' || finding.outcome === 'unsupported') break; // the others would say the same
      }
      trying.value = undefined;
    };
    void run();
    return () => stopped.abort();
  }, [round.value]);

  const done = trying.value === undefined && found.value.length > 0;
  return (
    <>
      <ol class="ways">
        {ways.map((way) => (
          <WayLine key={way} way={way} finding={found.value.find((f) => f.way === way)} trying={trying.value === way} />
        ))}
      </ol>
      <div role="status">{done && <Outcome findings={found.value} addresses={addresses} />}</div>
      <div class="actions">
        <button type="button" class="big" data-action="test-again" disabled={!done} onClick={() => round.value++}>
          {t(done ? 'connect.again' : 'connect.trying')}
        </button>
      </div>
      {done && <Summary findings={found.value} addresses={addresses} />}
    </>
  );
}

function WayLine({ way, finding, trying }: { way: Way; finding: Finding | undefined; trying: boolean }) {
  const state = finding?.outcome ?? (trying ? 'trying' : 'waiting');
  return (
    <li data-way={way} data-outcome={state}>
      <strong>{t(`connect.way.${way}`)}</strong> <span>{t(`connect.outcome.${state}`)}</span>
      {finding?.roundTrip !== undefined && <span class="note"> · {t('connect.round-trip', { ms: finding.roundTrip })}</span>}
    </li>
  );
}

function Outcome({ findings, addresses }: { findings: readonly Finding[]; addresses: ConnectAddresses }) {
  const is = verdict(findings);
  const roundTrip = taken(findings)?.roundTrip;
  return (
    <div class="verdict" data-verdict={is}>
      <p class="large">{t(`connect.verdict.${is}`, { address: addresses.udp[0] ?? '' })}</p>
      {roundTrip !== undefined && roundTrip >= LONG_WAY && <p>{t('connect.long-way', { ms: roundTrip })}</p>}
    </div>
  );
}

function Summary({ findings, addresses }: { findings: readonly Finding[]; addresses: ConnectAddresses }) {
  const text = summary(findings, addresses, { host: location.host, browser: navigator.userAgent, at: new Date() });
  const copied = useSignal(false);
  return (
    <section class="summary">
      <h2>{t('connect.summary.title')}</h2>
      <p>{t('connect.summary.lead')}</p>
      <pre data-summary dir="auto">
        {text}
      </pre>
      <button
        type="button"
        class="quiet"
        data-action="copy-summary"
        onClick={() =>
          void navigator.clipboard?.writeText(text).then(
            () => {
              copied.value = true;
            },
            () => {}, // forbidden: the text stands there to be selected
          )
        }
      >
        {t(copied.value ? 'common.copied' : 'common.copy')}
      </button>
    </section>
  );
}
