import { describe, expect, it } from 'vitest';
import { waysOf } from '../src/connect/relays';
import { summary } from '../src/connect/summary';
import { type Finding, onlyBy, tryWay, verdict } from '../src/connect/ways';

const answer = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=candidate:1 1 udp 2130706431 203.0.113.7 5081 typ host',
  'a=candidate:2 1 tcp 1518280447 203.0.113.7 5081 typ host tcptype passive',
  'a=end-of-candidates',
  '',
].join('\r\n');

class FakePeer extends EventTarget {
  connectionState = 'new';
  configuration: RTCConfiguration = {};
  remote = '';
  closed = false;
  constructor(private readonly becomes: string) {
    super();
  }
  addTransceiver = () => {};
  createOffer = async () => ({ type: 'offer', sdp: 'offer' });
  setLocalDescription = async () => {};
  getConfiguration = () => this.configuration;
  setConfiguration = (wanted: RTCConfiguration) => {
    this.configuration = wanted;
  };
  setRemoteDescription = async (d: { sdp: string }) => {
    this.remote = d.sdp;
    this.connectionState = this.becomes;
    this.dispatchEvent(new Event('connectionstatechange'));
  };
  getStats = async () =>
    new Map<string, unknown>([
      ['t', { type: 'transport', selectedCandidatePairId: 'p' }],
      ['p', { type: 'candidate-pair', remoteCandidateId: 'r', currentRoundTripTime: 0.1234, responsesReceived: 1 }],
      ['r', { type: 'remote-candidate', address: '2001:db8::7' }],
    ]);
  close = () => {
    this.closed = true;
  };
}

function door(status = 201) {
  const calls: string[] = [];
  const link =
    '<turn:t.example:3478?transport=udp>; rel="ice-server"; username="u"; credential="c", <turn:t.example:3478?transport=tcp>; rel="ice-server"; username="u"; credential="c"';
  const fetch = (async (url: string, init?: RequestInit) => {
    calls.push(`${init?.method} ${url}`);
    if (init?.method === 'DELETE') return new Response(null, { status: 200 });
    return new Response(status === 201 ? answer : '{}', { status, headers: { location: '/connect/probes/s1', link } });
  }) as typeof globalThis.fetch;
  return { fetch, calls };
}

const withPeer = (peer: FakePeer) => () => peer as unknown as RTCPeerConnection;

describe('a way through the network', () => {
  it('is tried alone, measured, and ended on both sides', async () => {
    const peer = new FakePeer('connected');
    const { fetch, calls } = door();
    const found = await tryWay('tcp', { fetch, createPeer: withPeer(peer), settle: 0 });
    expect(found).toEqual({ way: 'tcp', outcome: 'works', roundTrip: 123, ipv6: true });
    expect(peer.remote).toContain(' tcp ');
    expect(peer.remote).not.toContain(' udp ');
    expect(peer.closed).toBe(true);
    expect(calls).toEqual(['POST /connect/probes', 'DELETE /connect/probes/s1']);
  });

  it('through a relay has that relay alone', async () => {
    const peer = new FakePeer('connected');
    await tryWay('relay-tcp', { fetch: door().fetch, createPeer: withPeer(peer), settle: 0 });
    expect(peer.configuration.iceTransportPolicy).toBe('relay');
    expect(peer.configuration.iceServers).toEqual([{ urls: 'turn:t.example:3478?transport=tcp', username: 'u', credential: 'c' }]);
    expect(onlyBy('udp', answer)).not.toContain(' tcp ');
  });

  it('that fails, or stays silent, is blocked; a server that is busy or gone says so', async () => {
    const of = async (becomes: string, status?: number) =>
      (await tryWay('udp', { fetch: door(status).fetch, createPeer: withPeer(new FakePeer(becomes)), limit: 1 })).outcome;
    expect(await of('failed')).toBe('blocked');
    expect(await of('connecting')).toBe('blocked');
    expect(await of('connected', 503)).toBe('busy');
    expect(await of('connected', 429)).toBe('busy');
    expect(await of('connected', 502)).toBe('unreachable');
    const offline = { fetch: () => Promise.reject(new TypeError('offline')), createPeer: withPeer(new FakePeer('new')) };
    expect((await tryWay('udp', offline as never)).outcome).toBe('unreachable');
  });
});

describe('the verdict', () => {
  const found = (text: string): Finding[] =>
    text.split(' ').map((word) => {
      const [way, outcome] = word.split('=');
      return { way, outcome } as Finding;
    });

  it.each([
    ['udp=works tcp=blocked', 'good'],
    ['udp=blocked tcp=works relay-udp=works', 'relay'],
    ['udp=blocked tcp=works relay-udp=blocked', 'tcp'],
    ['udp=blocked tcp=blocked relay-tls=works', 'tcp'],
    ['udp=blocked tcp=blocked', 'nothing'],
    ['udp=blocked tcp=busy', 'nothing'],
    ['udp=busy tcp=busy', 'busy'],
    ['udp=unreachable', 'unreachable'],
    ['udp=unsupported', 'unsupported'],
  ])('of %s is %s', (text, expected) => {
    expect(verdict(found(text))).toBe(expected);
  });

  it('knows the ways that there are', () => {
    expect(waysOf(true, [])).toEqual(['udp', 'tcp']);
    expect(waysOf(false, ['turns:t.example:443?transport=tcp', 'stun:t.example', 'turn:t.example'])).toEqual([
      'udp',
      'relay-udp',
      'relay-tls',
    ]);
  });

  it('stands in the summary with what to open', () => {
    const addresses = { udp: ['203.0.113.7:5081'], tcp: ['203.0.113.7:5081'], relays: [] };
    const text = summary([{ way: 'udp', outcome: 'blocked' }], addresses, { host: 'live.example', browser: 'B/1', at: new Date(0) });
    expect(text.split('\n')).toEqual([
      'connect.title: live.example, 1970-01-01T00:00Z',
      'connect.verdict.nothing',
      '- connect.way.udp: connect.outcome.blocked',
      'connect.open.title',
      '- UDP 203.0.113.7:5081',
      '- TCP 203.0.113.7:5081',
      'B/1',
    ]);
  });
});
