import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Meter, megabytesAnHour, received, rounded } from '../src/audience/meter';
import { soundAlone } from '../src/audience/playlist';
import { chapterAt, chapters, Recording } from '../src/audience/recording';
import { Wake } from '../src/audience/wake';

describe('the price', () => {
  it.each([
    [8, 3.6],
    [36, 16.2],
    [1_900, 855],
  ])('of %d kbit/s is %d MB an hour', (kilobits, megabytes) => expect(megabytesAnHour(kilobits)).toBeCloseTo(megabytes));

  it.each([
    [16.2, 16],
    [855, 860],
    [3.6, 4],
    [0, 0],
  ])('of %d MB is told as %d', (exact, told) => expect(rounded(exact)).toBe(told));
});

describe('Meter', () => {
  it('adds up connections that each count from zero', () => {
    const meter = new Meter();
    meter.read(1_000, 0);
    meter.read(3_000, 2_000);
    meter.anew();
    meter.read(500, 4_000);
    meter.read(200, 6_000); // made anew by itself
    expect(meter.total).toBe(3_700);
  });

  it('tells megabytes an hour by the last half minute, once it knows five seconds', () => {
    const meter = new Meter();
    meter.read(0, 0);
    meter.read(40_000, 4_000);
    expect(meter.anHour).toBeUndefined();
    for (let at = 6_000; at <= 60_000; at += 2_000) meter.read(at * 10, at);
    expect(meter.anHour).toBeCloseTo(36); // 10 kB a second
    for (let at = 62_000; at <= 100_000; at += 2_000) meter.read(600_000, at);
    expect(meter.anHour).toBe(0);
  });

  it('counts what the network carried, headers included', () => {
    const stats = [
      { type: 'inbound-rtp', bytesReceived: 1_000, headerBytesReceived: 120, packetsReceived: 10 },
      { type: 'inbound-rtp', bytesReceived: 500 },
      { type: 'outbound-rtp', bytesReceived: 9_999 },
    ];
    expect(received(stats)).toBe(1_000 + 120 + 280 + 500);
  });
});

describe('a master playlist', () => {
  const base = 'https://example.org/live/e/main.m3u8';
  const master = [
    '#EXTM3U',
    '#EXT-X-STREAM-INF:BANDWIDTH=2000000,RESOLUTION=1280x720,CODECS="avc1.42c01f,mp4a.40.2"',
    'v720/live.m3u8',
    '#EXT-X-STREAM-INF:BANDWIDTH=70000,CODECS="mp4a.40.2"',
    'audio/live.m3u8',
    '#EXT-X-STREAM-INF:CODECS="mp4a.40.2",BANDWIDTH=32000',
    '# a remark',
    'radio/live.m3u8',
  ];

  it('names the cheapest sound without a picture', () =>
    expect(soundAlone(master.join('\r\n'), base)).toBe('https://example.org/live/e/radio/live.m3u8'));
  it('may have none', () => expect(soundAlone(master.slice(0, 3).join('\n'), base)).toBeUndefined());
  it('may have it as a rendition', () =>
    expect(soundAlone('#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="r",NAME="radio",URI="radio/live.m3u8"', base)).toBe(
      'https://example.org/live/e/radio/live.m3u8',
    ));
});

describe('chapters', () => {
  it('come in order, without what cannot be shown', () =>
    expect(
      chapters([{ start: 70, title: 'b', question: 'q2' }, null, { start: -1, title: 'x' }, { start: '3' }, { start: 5, title: 'a' }]),
    ).toEqual([
      { start: 5, title: 'a', question: null },
      { start: 70, title: 'b', question: 'q2' },
    ]));
  it('may not be there at all', () => expect(chapters({ error: 'no' })).toEqual([]));

  it.each([
    [0, -1],
    [5, 0],
    [69.9, 0],
    [70, 1],
    [9_999, 1],
  ])('at %d s number %d plays', (seconds, index) =>
    expect(
      chapterAt(
        chapters([
          { start: 5, title: 'a' },
          { start: 70, title: 'b' },
        ]),
        seconds,
      ),
    ).toBe(index));
});

describe('Recording', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('location', new URL('https://example.org/e/x'));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is asked for until it is made, then its chapters are read', async () => {
    const answers = [
      new Response(null, { status: 404, headers: { 'retry-after': '5' } }),
      new Response(null, { status: 200 }),
      new Response(JSON.stringify([{ start: 1, title: 'a', question: 'q' }])),
    ];
    const asked: string[] = [];
    const recording = new Recording('/live/e/recording.mp4', async (url) => {
      asked.push(String(url));
      return answers.shift() ?? Response.error();
    });
    void recording.look();
    await vi.advanceTimersByTimeAsync(0);
    expect(recording.state.value).toBe('making');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(recording.state.value).toBe('ready');
    expect(recording.chapters.value).toHaveLength(1);
    expect(asked.at(-1)).toBe('https://example.org/live/e/chapters.json');
  });

  it('may never have been', async () => {
    const recording = new Recording('/live/e/recording.mp4', async () => new Response(null, { status: 404 }));
    await recording.look();
    expect(recording.state.value).toBe('none');
  });
});

describe('Wake', () => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState });
  const become = (visible: boolean) => {
    page.visibilityState = visible ? 'visible' : 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
  };

  it('holds the screen while something plays and the page is seen', async () => {
    let held = 0;
    const wake = new Wake({ page, request: async () => ({ release: async () => void held--, held: held++ }) });
    const settle = () => Promise.resolve().then(() => {});
    wake.hold(true);
    wake.hold(true);
    await settle();
    expect(held).toBe(1);
    become(false);
    await settle();
    expect(held).toBe(0);
    become(true);
    await settle();
    expect(held).toBe(1);
    wake.hold(false);
    await settle();
    expect(held).toBe(0);
    become(false);
    become(true);
    expect(held).toBe(0);
  });
});
