import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { iceFragment, MediaLink, relays, restartedAnswer } from '../src/live/link';
import { captureProblem } from '../src/live/whip';

class FakePeer extends EventTarget {
  connectionState = 'new';
  localDescription = { sdp: 'v=0\r\na=ice-ufrag:abcd\r\na=ice-pwd:secret\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n' };
  remote: string | undefined;
  closed = false;
  locals: string[] = [];
  createOffer = async (options?: RTCOfferOptions) => ({ type: 'offer', sdp: options?.iceRestart ? 'restart' : 'first' });
  setLocalDescription = async (d?: { type: string; sdp?: string }) => {
    this.locals.push(d?.type === 'rollback' ? 'rollback' : (d?.sdp ?? ''));
    if (d?.sdp === 'restart') this.localDescription = { sdp: this.localDescription.sdp.replace('abcd', 'efgh') };
  };
  get remoteDescription() {
    return this.remote === undefined ? null : { sdp: this.remote };
  }
  setRemoteDescription = async (d: { sdp: string }) => {
    this.remote = d.sdp;
  };
  close = () => {
    this.closed = true;
  };
  become(state: string) {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

const accepted = () => new Response('answer', { status: 201, headers: { location: '/whip/e/sessions/s1', etag: '"1"' } });

describe('MediaLink', () => {
  let peers: FakePeer[];
  let calls: { url: string; method: string; body: string; headers: Record<string, string> }[];
  let answers: (Response | 'offline')[];

  beforeEach(() => {
    vi.useFakeTimers();
    [peers, calls, answers] = [[], [], []];
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const link = () =>
    new MediaLink({
      url: '/whip/e',
      token: 'secret',
      random: () => 1,
      prepare: () => {},
      createPeer: () => {
        const peer = new FakePeer();
        peers.push(peer);
        return peer as unknown as RTCPeerConnection;
      },
      fetch: async (url, init) => {
        calls.push({
          url: String(url),
          method: init?.method ?? 'GET',
          body: String(init?.body ?? ''),
          headers: init?.headers as Record<string, string>,
        });
        const answer = answers.shift() ?? accepted();
        if (answer === 'offline') throw new TypeError('network');
        return answer;
      },
    });
  const settle = () => vi.advanceTimersByTimeAsync(0);

  it('posts its offer with its token and names its session', async () => {
    const publisher = link();
    publisher.start();
    await settle();
    expect(calls[0]).toMatchObject({
      url: '/whip/e',
      method: 'POST',
      headers: { authorization: 'Bearer secret', 'content-type': 'application/sdp' },
    });
    expect(publisher.session.value).toBe('s1');
    peers[0]?.become('connected');
    expect(publisher.state.value).toBe('connected');
  });

  it('comes back by itself within two seconds, whenever the connection fails', async () => {
    const publisher = link();
    publisher.start();
    await settle();
    for (let round = 0; round < 5; round++) {
      peers.at(-1)?.become('connected');
      peers.at(-1)?.become('failed');
      await vi.advanceTimersByTimeAsync(2000);
      expect(peers).toHaveLength(round + 2);
      expect(peers[round]?.closed).toBe(true);
    }
  });

  it('tries for ever while the server is away', async () => {
    answers = Array.from({ length: 20 }, () => 'offline' as const);
    const publisher = link();
    publisher.start();
    await vi.advanceTimersByTimeAsync(60_000);
    peers.at(-1)?.become('connected');
    expect(publisher.state.value).toBe('connected');
  });

  it('stops when the token is refused', async () => {
    answers = [new Response('', { status: 401 })];
    const publisher = link();
    publisher.start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(publisher.state.value).toBe('refused');
    expect(calls).toHaveLength(1);
  });

  it('waits as long as Retry-After says before live', async () => {
    answers = [new Response('', { status: 404, headers: { 'retry-after': '10' } })];
    const viewer = link();
    viewer.start();
    await vi.advanceTimersByTimeAsync(9_999);
    expect(viewer.state.value).toBe('waiting');
    expect(calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2_600);
    expect(calls).toHaveLength(2);
  });

  it('starts anew at once when the server knows the session no more', async () => {
    const publisher = link();
    publisher.start();
    await settle();
    peers[0]?.become('connected');
    answers = [new Response('', { status: 404 })];
    await publisher.check();
    expect(calls[1]).toMatchObject({ method: 'PATCH', headers: { 'if-match': '"1"', 'content-type': 'application/trickle-ice-sdpfrag' } });
    await vi.advanceTimersByTimeAsync(500);
    expect(peers).toHaveLength(2);
  });

  it('keeps a session that the server still knows', async () => {
    const publisher = link();
    publisher.start();
    await settle();
    peers[0]?.become('connected');
    answers = [new Response(null, { status: 204 })];
    await publisher.check();
    await vi.advanceTimersByTimeAsync(5000);
    expect(peers).toHaveLength(1);
  });

  const fragment = () => new Response('a=ice-ufrag:new1\r\na=ice-pwd:pwd1\r\n', { status: 200, headers: { etag: '"2"' } });
  const connected = async () => {
    const publisher = link();
    publisher.start();
    await settle();
    peers[0]?.become('connected');
    calls.length = 0;
    return publisher;
  };

  it('moves to another path by an ICE restart when the old one falls silent, in the same session', async () => {
    await connected();
    answers = ['offline', fragment()];
    peers[0]?.become('disconnected');
    await vi.advanceTimersByTimeAsync(600);
    expect(calls.map((c) => [c.method, c.headers['if-match'], c.body.includes('efgh')])).toEqual([
      ['PATCH', '*', true],
      ['PATCH', '*', true],
    ]);
    peers[0]?.become('connected');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(peers).toHaveLength(1);
  });

  it('restarts once however many things tell of a new network', async () => {
    const publisher = await connected();
    answers = [fragment()];
    await Promise.all([publisher.restart(), publisher.restart()]);
    expect(calls).toHaveLength(1);
  });

  it('builds anew when the restart found no path within eight seconds', async () => {
    await connected();
    answers = [fragment()];
    peers[0]?.become('disconnected');
    await vi.advanceTimersByTimeAsync(7_900);
    expect(peers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(700);
    expect(peers).toHaveLength(2);
  });

  it('stays as it was where the server knows no restarts', async () => {
    const publisher = await connected();
    answers = [new Response('', { status: 405 })];
    await publisher.restart();
    expect(peers[0]?.locals.at(-1)).toBe('rollback');
    expect(peers).toHaveLength(1);
  });

  it('ends the session on the server when it stops', async () => {
    const publisher = link();
    publisher.start();
    await settle();
    publisher.stop();
    expect(calls.at(-1)).toMatchObject({ method: 'DELETE', headers: { authorization: 'Bearer secret' } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(peers).toHaveLength(1);
  });
});

it('asks about its session with its own ICE credentials', () => {
  expect(iceFragment(new FakePeer().localDescription.sdp)).toBe(
    'a=ice-ufrag:abcd\r\na=ice-pwd:secret\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=end-of-candidates\r\n',
  );
});

it.each([
  ['NotAllowedError', 'denied'],
  ['NotFoundError', 'missing'],
  ['NotReadableError', 'busy'],
  ['TypeError', 'unsupported'],
])('%s means that the device is %s', (name, problem) => expect(captureProblem(Object.assign(new Error(''), { name }))).toBe(problem));

it('answers a restart as before, but for credentials and candidates', () => {
  const before =
    'v=0\r\nm=audio\r\na=candidate:1 old\r\na=ice-ufrag:a\r\na=ice-pwd:b\r\na=mid:0\r\nm=video\r\na=ice-ufrag:a\r\na=ice-pwd:b\r\n';
  const fragment = 'a=ice-lite\r\na=ice-ufrag:c\r\na=ice-pwd:d\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1 new\r\n';
  expect(restartedAnswer(before, fragment)).toBe(
    'v=0\r\nm=audio\r\na=candidate:1 new\r\na=ice-ufrag:c\r\na=ice-pwd:d\r\na=mid:0\r\nm=video\r\na=ice-ufrag:c\r\na=ice-pwd:d\r\n',
  );
});

it('reads the relays of a Link header, several in one', () => {
  const turn = '<turn:t.example:3478?transport=udp>; rel="ice-server"; username="1:a"; credential="x=,"; credential-type="password"';
  expect(relays(`${turn}, <stun:s.example>; rel="ice-server", </next>; rel="next"`)).toEqual([
    { urls: 'turn:t.example:3478?transport=udp', username: '1:a', credential: 'x=,' },
    { urls: 'stun:s.example' },
  ]);
  expect(relays(null)).toEqual([]);
});
