// For those who keep the network: what was tried, what came of it, what to open. Nobody's address is in it but the server's.
import type { ConnectAddresses } from '../boot';
import { t } from '../text';
import { type Finding, verdict } from './ways';

export interface Surroundings {
  host: string;
  browser: string;
  at: Date;
}

export function summary(findings: readonly Finding[], addresses: ConnectAddresses, where: Surroundings): string {
  const is = verdict(findings);
  const lines = findings.map((f) => {
    const figures = [
      f.roundTrip === undefined ? [] : [t('connect.round-trip', { ms: f.roundTrip })],
      f.ipv6 === undefined ? [] : [f.ipv6 ? 'IPv6' : 'IPv4'],
    ].flat();
    return `- ${t(`connect.way.${f.way}`)}: ${[t(`connect.outcome.${f.outcome}`), ...figures].join(', ')}`;
  });
  const wanted = [
    ...addresses.udp.map((address) => `- UDP ${address}`),
    ...addresses.tcp.map((address) => `- TCP ${address}`),
    ...addresses.relays.map((address) => `- ${address}`),
  ];
  return [
    `${t('connect.title')}: ${where.host}, ${where.at.toISOString().slice(0, 16)}Z`,
    t(`connect.verdict.${is}`, { address: addresses.udp[0] ?? '' }),
    ...lines,
    t('connect.open.title'),
    ...wanted,
    where.browser,
  ].join('\n');
}
