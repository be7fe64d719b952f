import { type Signal, signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HlsOptions, HlsPlayback, HlsState } from '../src/audience/hls';
import { handle } from '../src/audience/keys';
import { Player } from '../src/audience/player';
import type { Session } from '../src/audience/session';
import type { ProgramAddress } from '../src/boot';
import type { EventState } from '../src/contracts';
import type { LinkState } from '../src/live/link';

class FakeSession {
  link = signal<LinkState>('connecting');
  slots = signal([]);
  speakers = signal(new Map());
  program = signal(new Set<string>());
  stopped = false;
  sum = 0;
  bytes = async () => this.sum;
  stop = () => {
    this.stopped = true;
  };
  constructor(
    readonly video: number,
    readonly audio: number,
  ) {}
}

class FakeHls {
  state = signal<HlsState>('loading');
  blocked = signal(false);
  paused = signal(false);
  bytes = 0;
  stopped = false;
  sought: number | undefined;
  element = {
    currentTime: 0,
    paused: false,
    pause: () => {
      this.element.paused = true;
    },
  };
  play = () => {
    this.element.paused = false;
  };
  seek = (seconds: number) => {
    this.sought = seconds;
  };
  edges = 0;
  toLive = () => {
    this.edges++;
  };
  stop = () => {
    this.stopped = true;
  };
  constructor(readonly options: HlsOptions) {}
}

const address: ProgramAddress = { hls: '/live/e/main.m3u8', mass: false, recording: null };

describe('Player', () => {
  let sessions: FakeSession[];
  let playbacks: FakeHls[];
  let state: Signal<EventState>;
  let hidden: boolean;
  let cut: Signal<boolean>;

  beforeEach(() => {
    vi.useFakeTimers();
    [sessions, playbacks, hidden] = [[], [], false];
    state = signal<EventState>('live');
    cut = signal(false);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const make = (program: ProgramAddress | null = address, available = true) =>
    new Player({
      program: program ?? undefined,
      state,
      available: () => available,
      session: (video, audio) => {
        const session = new FakeSession(video, audio);
        sessions.push(session);
        return session as unknown as Session;
      },
      hls: async (options) => {
        const playback = new FakeHls(options);
        playbacks.push(playback);
        return playback as unknown as HlsPlayback;
      },
      cut,
      hidden: () => hidden,
    });
  const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

  it('covers a cut program at once, and WebRTC no longer than it is cut', async () => {
    const player = make();
    player.choose('watch');
    cut.value = true;
    expect(player.covered.value).toBe(true);
    await pass(500);
    cut.value = false;
    expect(player.covered.value).toBe(false);
  });

  it('covers HLS until what plays is certainly of after the cut, and goes to the newest there is', async () => {
    const player = make({ ...address, mass: true });
    player.choose('watch');
    await pass(0);
    cut.value = true;
    await pass(2000);
    cut.value = false;
    expect(player.covered.value).toBe(true);
    await pass(9900);
    expect(player.covered.value).toBe(true);
    expect(playbacks[0]?.edges).toBe(0);
    await pass(200);
    expect(player.covered.value).toBe(false);
    expect(playbacks[0]?.edges).toBe(1);
  });

  it('covers HLS that begins soon after a cut as well, and a cut anew that comes while it does', async () => {
    const player = make({ ...address, mass: true });
    cut.value = true;
    cut.value = false;
    player.choose('watch');
    await pass(1000);
    expect(player.covered.value).toBe(true);
    cut.value = true;
    await pass(60_000);
    expect(player.covered.value).toBe(true);
    cut.value = false;
    expect(player.covered.value).toBe(false);
  });

  it('loads nothing before a choice, and nothing when there is nothing to play', async () => {
    const player = make();
    await pass(60_000);
    expect([sessions, playbacks]).toEqual([[], []]);
    expect(player.state.value).toBe('idle');
    const early = make(address, false);
    early.choose('watch');
    expect(early.choice.value).toBeUndefined();
    expect(sessions).toHaveLength(0);
  });

  it('watches the program over WebRTC with one picture and one sound', async () => {
    const player = make();
    player.choose('watch');
    expect(sessions).toMatchObject([{ video: 1, audio: 1 }]);
    expect(player.state.value).toBe('connecting');
    if (sessions[0]) sessions[0].link.value = 'connected';
    expect(player.state.value).toBe('playing');
    await pass(600_000);
    expect(playbacks).toHaveLength(0);
  });

  it('asks for people where no mixer runs, and never for HLS', async () => {
    const player = make(null);
    player.choose('watch');
    expect(sessions).toMatchObject([{ video: 4, audio: 3 }]);
    player.choose('listen');
    expect(sessions[1]).toMatchObject({ video: 0, audio: 3 });
    await pass(60_000);
    expect(playbacks).toHaveLength(0);
  });

  it('changes to HLS when WebRTC is not connected within eight seconds', async () => {
    const player = make();
    player.choose('watch');
    await pass(7_999);
    expect(playbacks).toHaveLength(0);
    await pass(1);
    expect(sessions[0]?.stopped).toBe(true);
    expect(playbacks[0]?.options).toMatchObject({ address: '/live/e/main.m3u8', radio: false });
    if (playbacks[0]) playbacks[0].state.value = 'playing';
    expect([player.state.value, player.way.value]).toEqual(['playing', 'hls']);
  });

  it('is patient while a lost connection comes back in time', async () => {
    make().choose('watch');
    const link = sessions[0]?.link;
    if (!link) throw new Error('no session');
    link.value = 'connected';
    link.value = 'lost';
    await pass(7_000);
    link.value = 'connected';
    await pass(60_000);
    expect(playbacks).toHaveLength(0);
  });

  it('changes to HLS when the connection is lost a third time within a minute', async () => {
    make().choose('watch');
    const link = sessions[0]?.link;
    if (!link) throw new Error('no session');
    for (let i = 0; i < 3; i++) {
      expect(playbacks).toHaveLength(0);
      link.value = 'connected';
      await pass(2_000);
      link.value = 'lost';
      await pass(1_000);
    }
    expect(playbacks).toHaveLength(1);
  });

  it('changes to HLS at once when it is refused', async () => {
    make().choose('watch');
    if (sessions[0]) sessions[0].link.value = 'refused';
    await pass(0);
    expect(playbacks).toHaveLength(1);
  });

  it('goes back to WebRTC once a probe has held for three seconds', async () => {
    const player = make();
    player.choose('watch');
    await pass(8_000 + 60_000);
    expect(sessions).toHaveLength(2);
    expect(playbacks[0]?.stopped).toBe(false);
    if (sessions[1]) sessions[1].link.value = 'connected';
    await pass(3_000);
    expect(playbacks[0]?.stopped).toBe(true);
    expect(sessions[1]?.stopped).toBe(false);
    expect([player.way.value, player.state.value]).toEqual(['webrtc', 'playing']);
  });

  it('probes more and more rarely, never while the page is hidden', async () => {
    make().choose('watch');
    await pass(8_000 + 60_000 + 8_000); // the first probe finds nothing
    expect(sessions).toHaveLength(2);
    expect(sessions[1]?.stopped).toBe(true);
    await pass(119_000);
    expect(sessions).toHaveLength(2);
    hidden = true;
    await pass(1_000);
    expect(sessions).toHaveLength(2);
    hidden = false;
    await pass(240_000);
    expect(sessions).toHaveLength(3);
    expect(playbacks).toHaveLength(1);
  });

  it('stops a probe together with what plays', async () => {
    const player = make();
    player.choose('watch');
    await pass(68_000);
    player.stop();
    expect(sessions.every((s) => s.stopped)).toBe(true);
    expect(playbacks.every((p) => p.stopped)).toBe(true);
    await pass(3_600_000);
    expect(sessions).toHaveLength(2);
  });

  it('plays over HLS alone in mass mode', async () => {
    make({ ...address, mass: true }).choose('watch');
    await pass(3_600_000);
    expect(sessions).toHaveLength(0);
    expect(playbacks).toHaveLength(1);
  });

  it('returns to WebRTC when HLS fails too', async () => {
    const player = make();
    player.choose('watch');
    await pass(8_000);
    if (playbacks[0]) playbacks[0].state.value = 'failed';
    await pass(0);
    expect(playbacks[0]?.stopped).toBe(true);
    expect(sessions).toHaveLength(2);
    expect(player.way.value).toBe('webrtc');
  });

  it('listens by radio, the cheapest way, and counts on when it changes to the picture', async () => {
    const player = make();
    player.choose('listen');
    await pass(0);
    expect(playbacks[0]?.options.radio).toBe(true);
    if (playbacks[0]) playbacks[0].bytes = 2_000_000;
    await pass(2_000);
    expect(player.meter.value?.megabytes).toBe(2);
    player.change('watch');
    if (sessions[0]) sessions[0].sum = 500_000;
    await pass(2_000);
    expect(player.meter.value?.megabytes).toBe(2.5);
    expect(playbacks[0]?.stopped).toBe(true);
  });

  it('ends with the event over WebRTC, and shows HLS its last seconds', async () => {
    const direct = make();
    direct.choose('watch');
    const late = make({ ...address, mass: true });
    late.choose('watch');
    await pass(0);
    state.value = 'ended';
    await pass(0);
    expect([direct.choice.value, late.choice.value]).toEqual([undefined, 'watch']);
    if (playbacks[0]) playbacks[0].state.value = 'ended';
    await pass(0);
    expect(late.choice.value).toBeUndefined();
  });

  it('plays the recording from a chapter, pauses it, and keeps its place when the picture is left out', async () => {
    state.value = 'ended';
    const player = make();
    player.seek(41);
    await pass(0);
    expect(playbacks[0]?.options).toMatchObject({ radio: false, from: 41 });
    expect(player.recorded.value).toBe(true);
    player.seek(90);
    expect(playbacks[0]?.sought).toBe(90);
    player.toggle();
    expect(playbacks[0]?.element.paused).toBe(true);
    player.toggle();
    expect(playbacks[0]?.element.paused).toBe(false);
    if (playbacks[0]) playbacks[0].element.currentTime = 95;
    player.change('listen');
    await pass(0);
    expect(playbacks[1]?.options).toMatchObject({ radio: true, from: 95 });
  });

  it.each([
    [' ', () => sessions.length, 1],
    ['k', () => sessions.length, 1],
    ['l', () => playbacks.length, 1],
    ['x', () => sessions.length + playbacks.length, 0],
  ])('understands the key %j', async (key, what, count) => {
    expect(handle(make(), key, () => {})).toBe(key !== 'x');
    await pass(0);
    expect(what()).toBe(count);
  });

  it('silences and fills the screen by key, once something plays', () => {
    const player = make();
    let filled = 0;
    const fill = () => void filled++;
    expect(handle(player, 'f', fill)).toBe(false);
    player.choose('watch');
    handle(player, 'm', fill);
    handle(player, 'f', fill);
    expect([player.muted.value, filled]).toEqual([true, 1]);
    handle(player, 'k', fill);
    expect(player.state.value).toBe('idle');
  });
});
