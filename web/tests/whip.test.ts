import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LinkOptions, MediaLink } from '../src/live/link';
import { Publisher } from '../src/live/whip';

class FakeTrack extends EventTarget {
  contentHint = '';
  stopped = false;
  stop = () => {
    this.stopped = true;
  };
  constructor(readonly kind: 'audio' | 'video') {
    super();
  }
}

const streamOf = (...tracks: FakeTrack[]) =>
  ({
    getTracks: () => tracks,
    getAudioTracks: () => tracks.filter((t) => t.kind === 'audio'),
    getVideoTracks: () => tracks.filter((t) => t.kind === 'video'),
  }) as unknown as MediaStream;

describe('sharing a screen', () => {
  let lines: { track: unknown; replaced: unknown[] }[];
  let screens: FakeTrack[];
  let connect: (pc: RTCPeerConnection) => void;

  const peer = {
    addTransceiver: (track: unknown) => {
      const line = { track, replaced: [] as unknown[] };
      lines.push(line);
      return { sender: { replaceTrack: async (fresh: unknown) => void line.replaced.push(fresh) } };
    },
  } as unknown as RTCPeerConnection;

  beforeEach(() => {
    [lines, screens] = [[], []];
    vi.stubGlobal('navigator', {
      mediaDevices: {
        getDisplayMedia: async () => {
          const track = new FakeTrack('video');
          screens.push(track);
          return streamOf(track);
        },
      },
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const publish = (...tracks: FakeTrack[]) => {
    const link = (options: LinkOptions) => {
      connect = options.prepare;
      return { start: () => connect(peer), stop: () => {} } as unknown as MediaLink;
    };
    const publisher = new Publisher({ url: '/whip/e', token: 't', link });
    publisher.publish(streamOf(...tracks));
    return publisher;
  };

  it('has an empty line behind the camera from the start, and fills it without negotiating', async () => {
    const camera = new FakeTrack('video');
    const publisher = publish(new FakeTrack('audio'), camera);
    expect(lines.map((l) => l.track)).toEqual([expect.any(FakeTrack), camera, 'video']);
    expect(await publisher.share()).toBe(true);
    expect(lines[2]?.replaced).toEqual([screens[0]]);
    expect([publisher.sharing.value, screens[0]?.contentHint]).toEqual([true, 'detail']);
    publisher.stopSharing();
    expect([publisher.sharing.value, screens[0]?.stopped, lines[2]?.replaced.at(-1)]).toEqual([false, true, null]);
  });

  it("ends with the browser's own button, and goes on through a reconnect", async () => {
    const publisher = publish(new FakeTrack('audio'), new FakeTrack('video'));
    await publisher.share();
    connect(peer);
    expect(lines[5]?.track).toBe(screens[0]);
    screens[0]?.dispatchEvent(new Event('ended'));
    expect(publisher.sharing.value).toBe(false);
  });

  it('is not offered where only a voice is published', () => {
    expect(publish(new FakeTrack('audio')).canShare).toBe(false);
    expect(lines).toHaveLength(1);
  });

  it('may be refused', async () => {
    const publisher = publish(new FakeTrack('audio'), new FakeTrack('video'));
    vi.stubGlobal('navigator', { mediaDevices: { getDisplayMedia: () => Promise.reject(new DOMException('', 'NotAllowedError')) } });
    expect(await publisher.share()).toBe(false);
    expect(publisher.sharing.value).toBe(false);
  });
});
