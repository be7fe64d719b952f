// One WebRTC connection to the server that stays: WHIP (RFC 9725) and WHEP are the same conversation, an offer by POST and an
// answer back. The server is ICE-lite and lists all its candidates in the answer, so nothing needs to be gathered or trickled.
import { signal } from '@preact/signals';
import { backoff, retryAfter, wait } from './backoff';

/** waiting: the door says "not yet" (before live). refused: the token is no longer good; nothing is tried again. */
export type LinkState = 'idle' | 'connecting' | 'connected' | 'waiting' | 'lost' | 'refused' | 'closed';

export interface LinkOptions {
  url: string;
  token?: string | undefined;
  /** Adds the transceivers to a fresh connection. */
  prepare: (pc: RTCPeerConnection) => void;
  /** The answer is in: mids are known. */
  connected?: (pc: RTCPeerConnection, session: string) => void;
  /** The answer was applied anew: browsers switch the layers of a simulcast on again when that happens. */
  renewed?: () => void;
  createPeer?: () => RTCPeerConnection;
  fetch?: typeof fetch;
  random?: () => number;
}

type Outcome = { kind: 'lost' } | { kind: 'later'; after: number | undefined } | { kind: 'refused' };

const HANDSHAKE_LIMIT = 8000; // the server frees unfinished peers after 10 s
const DISCONNECTED_LIMIT = 8000; // a restart is under way; the server keeps a silent peer for 15 s
const RESTART_TRIES = 8;
const RESTART_PAUSE = 500;
const RESTART_PATIENCE = 3000; // a request into a network that is gone never ends by itself

export class MediaLink {
  readonly state = signal<LinkState>('idle');
  /** The last segment of Location: names this session to the hub's Watch. */
  readonly session = signal<string | undefined>(undefined);
  private running: AbortController | undefined;
  private pc: RTCPeerConnection | undefined;
  private location: string | undefined;
  private etag = '*';
  private giveUp: () => void = () => {};
  private hurry: () => void = () => {};
  private restarting: Promise<void> | undefined;
  private rewording: Promise<boolean> | undefined;

  constructor(private readonly options: LinkOptions) {}

  start(): void {
    if (this.running) return;
    this.running = new AbortController();
    void this.keep(this.running.signal);
  }

  /** Ends the session here and on the server. */
  stop(): void {
    const location = this.location;
    this.running?.abort();
    this.running = undefined;
    this.close();
    if (location) void this.fetch(location, { method: 'DELETE', headers: this.headers(), keepalive: true }).catch(() => {});
    this.state.value = 'closed';
  }

  /** Something happened (back online, hub connected anew): try now, or make sure that the server still knows this session. */
  async check(): Promise<void> {
    this.hurry();
    const { location, pc } = this;
    if (!location || !pc) return;
    const fragment = iceFragment(pc.localDescription?.sdp ?? '');
    try {
      const headers = { ...this.headers(), 'content-type': 'application/trickle-ice-sdpfrag', 'if-match': this.etag };
      const answer = await this.fetch(location, { method: 'PATCH', headers, body: fragment });
      if (this.location === location && (answer.status === 404 || answer.status === 410)) this.giveUp();
    } catch {
      // the server cannot be asked now; ICE will tell
    }
  }

  /**
   * The network changed, or the path fell silent: new addresses for the same session (RFC 9725 §4.3.2). The old path carries on until the
   * new one is nominated; nothing is torn down here, and asking again is safe.
   */
  restart(): Promise<void> {
    this.hurry();
    this.restarting ??= this.moveOver().finally(() => {
      this.restarting = undefined;
    });
    return this.restarting;
  }

  /** What the browser measured of the connection that is up now; undefined while there is none. */
  async report(): Promise<RTCStatsReport | undefined> {
    return this.state.value === 'connected' ? this.pc?.getStats() : undefined;
  }

  /**
   * The answer again in other words, such as another length of packets: said to our own browser alone, the server needn't know.
   * False when this isn't the moment.
   */
  async reword(words: (answer: string) => string): Promise<boolean> {
    const pc = this.pc;
    if (!pc?.remoteDescription || this.restarting || this.rewording || pc.signalingState !== 'stable') return false;
    const said = words(pc.remoteDescription.sdp);
    this.rewording = (async () => {
      await pc.setLocalDescription(await pc.createOffer());
      await pc.setRemoteDescription({ type: 'answer', sdp: said });
      this.options.renewed?.();
      return true;
    })().catch(() => false);
    const done = await this.rewording;
    this.rewording = undefined;
    return done;
  }

  private async moveOver(): Promise<void> {
    await this.rewording;
    const { location, pc, running } = this;
    if (!location || !pc || !running || !pc.remoteDescription) return;
    const answerBefore = pc.remoteDescription.sdp;
    try {
      await pc.setLocalDescription(await pc.createOffer({ iceRestart: true }));
      const headers = { ...this.headers(), 'content-type': 'application/trickle-ice-sdpfrag', 'if-match': '*' };
      const body = iceFragment(pc.localDescription?.sdp ?? '');
      for (let tries = 0; this.location === location && tries < RESTART_TRIES; tries++) {
        const answer = await this.fetch(location, { method: 'PATCH', headers, body, signal: patience(running.signal) }).catch(
          () => undefined,
        );
        if (this.location !== location) return;
        if (answer?.status === 200) {
          this.etag = answer.headers.get('etag') ?? '*';
          await pc.setRemoteDescription({ type: 'answer', sdp: restartedAnswer(answerBefore, await answer.text()) });
          this.options.renewed?.();
          return;
        }
        if (answer?.status === 404 || answer?.status === 410) return this.giveUp();
        if (answer && answer.status < 500) break; // a server that doesn't know restarts: the path may still come back by itself
        await wait(RESTART_PAUSE, running.signal).done;
      }
      await pc.setLocalDescription({ type: 'rollback' });
    } catch {
      // closed meanwhile, or the browser can't: the connection's own state tells when to build anew
    }
  }

  get peer(): RTCPeerConnection | undefined {
    return this.pc;
  }

  private async keep(signal: AbortSignal): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      this.state.value = attempt === 0 ? 'connecting' : this.state.value;
      const outcome = await this.attempt(signal, () => {
        attempt = 0;
      });
      this.close();
      if (signal.aborted) return;
      if (outcome.kind === 'refused') {
        this.state.value = 'refused';
        this.running = undefined;
        return;
      }
      this.state.value = outcome.kind === 'later' ? 'waiting' : 'lost';
      const pause = backoff(attempt, this.options.random);
      const waiting = wait(outcome.kind === 'later' ? Math.max(pause, jittered(outcome.after, this.options.random)) : pause, signal);
      this.hurry = waiting.early;
      await waiting.done;
      this.hurry = () => {};
    }
  }

  /** One connection's whole life. */
  private async attempt(signal: AbortSignal, onConnected: () => void): Promise<Outcome> {
    // no ICE servers yet: the answer names relays, if there are any
    const pc = this.options.createPeer?.() ?? new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    this.pc = pc;
    try {
      this.options.prepare(pc);
      const offer = await pc.createOffer();
      const headers = { ...this.headers(), 'content-type': 'application/sdp' };
      const answer = await this.fetch(this.options.url, { method: 'POST', headers, body: offer.sdp ?? '', signal });
      if (answer.status !== 201) return refusal(answer);

      const location = new URL(answer.headers.get('location') ?? '', new URL(this.options.url, baseUrl())).href;
      this.location = location;
      this.etag = answer.headers.get('etag') ?? '*';
      const sdp = await answer.text();
      const iceServers = relays(answer.headers.get('link'));
      // Before the local description: that begins the search for addresses, and a relay named later would wait for a restart.
      if (iceServers.length > 0) pc.setConfiguration({ ...pc.getConfiguration(), iceServers });
      await pc.setLocalDescription(offer);
      await pc.setRemoteDescription({ type: 'answer', sdp });
      const session = location.split('/').pop() ?? '';
      this.options.connected?.(pc, session);
      this.session.value = session;
      await this.life(pc, signal, onConnected);
      return { kind: 'lost' };
    } catch {
      return { kind: 'lost' };
    }
  }

  /** Resolves when the connection is over: closed, failed, silent for too long, never up, or given up. */
  private life(pc: RTCPeerConnection, signal: AbortSignal, onConnected: () => void): Promise<void> {
    return new Promise((resolve) => {
      let limit = setTimeout(() => over(), HANDSHAKE_LIMIT);
      const over = () => {
        clearTimeout(limit);
        signal.removeEventListener('abort', over);
        resolve();
      };
      this.giveUp = over;
      signal.addEventListener('abort', over, { once: true });
      const look = () => {
        clearTimeout(limit);
        if (pc.connectionState === 'connected') {
          this.state.value = 'connected';
          onConnected();
        } else if (pc.connectionState === 'failed' || pc.connectionState === 'closed') {
          over();
        } else {
          const silent = pc.connectionState === 'disconnected';
          if (silent) void this.restart(); // a restarted server knows this session no more: then no need to wait
          limit = setTimeout(over, silent ? DISCONNECTED_LIMIT : HANDSHAKE_LIMIT);
        }
      };
      pc.addEventListener('connectionstatechange', look);
      if (pc.connectionState === 'connected') look();
    });
  }

  private close(): void {
    this.giveUp = () => {};
    this.location = undefined;
    this.session.value = undefined;
    this.pc?.close();
    this.pc = undefined;
  }

  private headers(): Record<string, string> {
    return this.options.token ? { authorization: `Bearer ${this.options.token}` } : {};
  }

  private fetch(url: string, init: RequestInit): Promise<Response> {
    return (this.options.fetch ?? fetch)(url, init);
  }
}

const baseUrl = () => (typeof location === 'undefined' ? 'http://localhost/' : location.href);

const jittered = (after: number | undefined, random: () => number = Math.random) => (after ?? 0) * (1 + random() / 4);

function refusal(answer: Response): Outcome {
  if (answer.status === 401 || answer.status === 403 || answer.status === 410) return { kind: 'refused' };
  const after = retryAfter(answer.headers.get('retry-after'), Date.now());
  return after === undefined && answer.status >= 500 ? { kind: 'lost' } : { kind: 'later', after: after ?? 2000 };
}

/** RFC 8840: our own credentials and nothing to add; enough to ask "do you still know me?". */
export function iceFragment(sdp: string): string {
  const line = (name: string) => sdp.match(new RegExp(`^a=${name}:.*$`, 'm'))?.[0].trim() ?? '';
  const media = sdp.match(/^m=.*$/m)?.[0].trim() ?? 'm=audio 9 UDP/TLS/RTP/SAVPF 0';
  return [line('ice-ufrag'), line('ice-pwd'), media, line('mid'), 'a=end-of-candidates', ''].join('\r\n');
}

/** The answer as it was, with the fragment's credentials and candidates: what a restart changes, and nothing else (RFC 9725 §4.3.3). */
export function restartedAnswer(answer: string, fragment: string): string {
  const of = (name: string) => fragment.match(new RegExp(`^a=${name}:(.*)$`, 'm'))?.[1]?.trim() ?? '';
  const candidates = fragment.match(/^a=candidate:.*$/gm)?.map((line) => line.trim()) ?? [];
  let placed = false;
  const lines = answer.split(/\r?\n/).flatMap((line) => {
    if (line.startsWith('a=candidate:')) return [];
    if (line.startsWith('a=ice-ufrag:')) {
      const here = placed ? [] : candidates;
      placed = true;
      return [...here, `a=ice-ufrag:${of('ice-ufrag')}`];
    }
    return line.startsWith('a=ice-pwd:') ? [`a=ice-pwd:${of('ice-pwd')}`] : [line];
  });
  return lines.join('\r\n');
}

function patience(stopped: AbortSignal): AbortSignal {
  const limit = new AbortController();
  const abort = () => limit.abort();
  const timer = setTimeout(abort, RESTART_PATIENCE);
  limit.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  stopped.addEventListener('abort', abort, { once: true });
  return limit.signal;
}

/** The relays that a Link header names, with their credentials (RFC 9725 §4.6). */
export function relays(link: string | null): RTCIceServer[] {
  const servers: RTCIceServer[] = [];
  for (const [, url = '', rest = ''] of (link ?? '').matchAll(/<([^>]+)>([^<]*)/g)) {
    const of = (name: string) => rest.match(new RegExp(`;\\s*${name}="([^"]*)"`))?.[1];
    if (of('rel') !== 'ice-server') continue;
    const [username, credential] = [of('username'), of('credential')];
    servers.push(username !== undefined && credential !== undefined ? { urls: url, username, credential } : { urls: url });
  }
  return servers;
}
