import { afterEach, describe, expect, test, vi } from 'vitest';
import { Photos } from '../src/live/photos';

describe('photos', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test('that were taken back are shown no more', async () => {
    vi.useFakeTimers();
    const answers = [
      new Response('picture', { headers: { etag: '"1"', 'photo-taken': '5' } }),
      new Response(null, { status: 304 }),
      new Response(null, { status: 404 }),
    ];
    const asked: (string | undefined)[] = [];
    vi.stubGlobal('fetch', async (_: string, what: { headers: Record<string, string> }) => {
      asked.push(what.headers['if-none-match']);
      return answers.shift() ?? new Response(null, { status: 404 });
    });
    const photos = new Photos('e', undefined, () => ['amina']);
    await vi.advanceTimersByTimeAsync(100);
    expect(photos.known.value.get('amina')?.taken).toBe(5);
    await vi.advanceTimersByTimeAsync(5000);
    expect(photos.known.value.has('amina')).toBe(true);
    await vi.advanceTimersByTimeAsync(5000);
    expect(photos.known.value.has('amina')).toBe(false);
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).toEqual([undefined, '"1"', '"1"', undefined]);
  });
});
