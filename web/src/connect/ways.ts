// Ways through a network, tried one by one: for each a connection of its own that can go this way alone. Logic only; Connect.tsx draws it.
import { pairInUse } from '../live/path';
import { iceServersOf, type RelayWay, type Way } from './relays';

/**
 * works: media would flow. blocked: the server answers, this way doesn't. busy: it tries enough for others now. unreachable: not even the page's
 * own server answers. unsupported: the browser has no WebRTC.
 */
export type Outcome = 'works' | 'blocked' | 'busy' | 'unreachable' | 'unsupported';

export interface Finding {
  way: Way;
  outcome: Outcome;
  /** Milliseconds there and back. */
  roundTrip?: number;
  ipv6?: boolean;
}

export interface Tools {
  fetch?: typeof fetch;
  createPeer?: () => RTCPeerConnection;
  /** Milliseconds that a way may take to come up. */
  limit?: number;
  /** Milliseconds that the round trip is watched. */
  settle?: number;
}

const LIMIT = 8000;
const RELAY_LIMIT = 12_000;
const SETTLE = 1500;
const PROBES = '/connect/probes';

/** Never throws: what goes wrong is a finding, too. */
export async function tryWay(way: Way, tools: Tools = {}, stopped?: AbortSignal): Promise<Finding> {
  const door = tools.fetch ?? ((url, init) => fetch(url, init));
  if (!tools.createPeer && typeof RTCPeerConnection === 'undefined') return { way, outcome: 'unsupported' };
  const pc = tools.createPeer?.() ?? new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  let location: string | undefined;
  try {
    pc.addTransceiver('audio', { direction: 'recvonly' });
    const offer = await pc.createOffer();
    const answer = await ask(door, offer.sdp ?? '', stopped);
    if (typeof answer === 'string') return { way, outcome: answer };

    location = answer.location;
    if (way === 'udp' || way === 'tcp') {
      await pc.setLocalDescription(offer);
    } else {
      pc.setConfiguration({ ...pc.getConfiguration(), iceServers: iceServersOf(answer.link, way), iceTransportPolicy: 'relay' });
      await pc.setLocalDescription(offer);
    }
    await pc.setRemoteDescription({ type: 'answer', sdp: onlyBy(way === 'tcp' ? 'tcp' : 'udp', answer.sdp) });
    const limit = tools.limit ?? (way === 'udp' || way === 'tcp' ? LIMIT : RELAY_LIMIT);
    if (!(await connects(pc, limit, stopped))) return { way, outcome: 'blocked' };
    await pause(tools.settle ?? SETTLE, stopped);
    return { way, outcome: 'works', ...(await measured(pc)) };
  } catch {
    return { way, outcome: 'blocked' };
  } finally {
    pc.close();
    if (location) void door(location, { method: 'DELETE', keepalive: true }).catch(() => {}); // the server ends it by itself, too
  }
}

interface Asked {
  sdp: string;
  link: string | null;
  location: string;
}

async function ask(door: typeof fetch, offer: string, stopped?: AbortSignal): Promise<Asked | 'busy' | 'unreachable'> {
  try {
    const headers = { 'content-type': 'application/sdp' };
    const answer = await door(PROBES, { method: 'POST', headers, body: offer, ...(stopped ? { signal: stopped } : {}) });
    if (answer.status === 201) {
      return { sdp: await answer.text(), link: answer.headers.get('link'), location: answer.headers.get('location') ?? PROBES };
    }
    return answer.status === 429 || answer.status === 503 ? 'busy' : 'unreachable';
  } catch {
    return 'unreachable';
  }
}

/** The answer with the addresses of one protocol alone. */
export const onlyBy = (protocol: 'udp' | 'tcp', sdp: string): string =>
  sdp
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('a=candidate:') || line.split(' ')[2]?.toLowerCase() === protocol)
    .join('\r\n');

function connects(pc: RTCPeerConnection, limit: number, stopped?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (is: boolean) => {
      clearTimeout(timer);
      resolve(is);
    };
    const timer = setTimeout(() => end(false), limit);
    stopped?.addEventListener('abort', () => end(false), { once: true });
    const look = () => {
      if (pc.connectionState === 'connected') end(true);
      else if (pc.connectionState === 'failed' || pc.connectionState === 'closed') end(false);
    };
    pc.addEventListener('connectionstatechange', look);
    look();
  });
}

const pause = (ms: number, stopped?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stopped?.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
  });

/** From the pair that carries it. */
async function measured(pc: RTCPeerConnection): Promise<Pick<Finding, 'roundTrip' | 'ipv6'>> {
  const reports = await pc.getStats();
  const pair = pairInUse(reports);
  if (!pair) return {};
  const address: unknown = reports.get(pair.remoteCandidateId)?.address ?? reports.get(pair.remoteCandidateId)?.ip;
  const mean = pair.responsesReceived > 0 ? pair.totalRoundTripTime / pair.responsesReceived : undefined;
  const seconds: unknown = pair.currentRoundTripTime ?? mean;
  return {
    ...(typeof seconds === 'number' ? { roundTrip: Math.round(seconds * 1000) } : {}),
    ...(typeof address === 'string' ? { ipv6: address.includes(':') } : {}),
  };
}

/** What it comes to, for a person. */
export type Verdict = 'good' | 'relay' | 'tcp' | 'nothing' | 'busy' | 'unreachable' | 'unsupported';

const overDatagrams: readonly RelayWay[] = ['relay-udp'];

export function verdict(findings: readonly Finding[]): Verdict {
  const works = (way: Way) => findings.some((f) => f.way === way && f.outcome === 'works');
  if (works('udp')) return 'good';
  if (overDatagrams.some(works)) return 'relay';
  if (findings.some((f) => f.outcome === 'works')) return 'tcp';
  if (findings.some((f) => f.outcome === 'unsupported')) return 'unsupported';
  if (findings.some((f) => f.outcome === 'blocked')) return 'nothing';
  return findings.some((f) => f.outcome === 'busy') ? 'busy' : 'unreachable';
}

/** Milliseconds from which a conversation has pauses that people notice. */
export const LONG_WAY = 600;

/** The way that media would take: the first that works, as browsers prefer them. */
export const taken = (findings: readonly Finding[]): Finding | undefined => findings.find((f) => f.outcome === 'works');
