import { describe, expect, it } from 'vitest';
import { MOST_BYTES, scaled, shrink } from '../src/stage/photo';

describe('a photo', () => {
  it.each([
    [1280, 720, 640, 640, 360],
    [3000, 4000, 640, 480, 640],
    [320, 240, 640, 320, 240],
    [4000, 1, 640, 640, 1],
    [0, 0, 640, 1, 1],
  ])('of %d × %d fits into %d as %d × %d', (w, h, most, width, height) => expect(scaled(w, h, most)).toEqual({ width, height }));

  it('is as good as its limit allows', async () => {
    const tried: string[] = [];
    const photo = await shrink(1280, 720, async ({ width, height }, quality) => {
      tried.push(`${width}×${height} at ${quality}`);
      return new Blob([new Uint8Array(Math.round(width * height * quality * 0.6))]);
    });
    expect(photo?.size).toBeLessThanOrEqual(MOST_BYTES);
    expect(tried).toEqual(['640×360 at 0.8', '640×360 at 0.65', '640×360 at 0.5', '480×270 at 0.8', '480×270 at 0.65']);
  });

  it('is not sent when nothing fits', async () =>
    expect(await shrink(640, 360, async () => new Blob([new Uint8Array(MOST_BYTES + 1)]))).toBeUndefined());
});
