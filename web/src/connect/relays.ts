// Which ways there are: UDP and TCP to the server itself, and one for each kind of relay it names.
import { relays } from '../live/link';

export type RelayWay = 'relay-udp' | 'relay-tcp' | 'relay-tls';
export type Way = 'udp' | 'tcp' | RelayWay;

/** undefined for what is no relay (stun: helps nobody whose server has addresses of its own). */
export function wayOf(url: string): RelayWay | undefined {
  if (url.startsWith('turns:')) return 'relay-tls';
  if (!url.startsWith('turn:')) return undefined;
  return /[?&]transport=tcp/i.test(url) ? 'relay-tcp' : 'relay-udp';
}

/** In the order in which a browser would like them. */
export function waysOf(tcp: boolean, urls: readonly string[]): Way[] {
  const named = new Set(urls.map(wayOf));
  const relayed = (['relay-udp', 'relay-tcp', 'relay-tls'] as const).filter((way) => named.has(way));
  return ['udp', ...(tcp ? (['tcp'] as const) : []), ...relayed];
}

/** The relays of one kind, with the credentials that came with the answer. */
export const iceServersOf = (link: string | null, way: RelayWay): RTCIceServer[] =>
  relays(link).filter((server) => wayOf(String(server.urls)) === way);
