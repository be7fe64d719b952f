// A photo in place of moving pictures: for links that carry a voice and nothing more.

export const MOST_PIXELS = 640; // of the longer side
export const MOST_BYTES = 60_000; // a few seconds of the weakest link

/** How large a photo may be, and what is tried, the best first. */
export interface Limits {
  bytes: number;
  pixels: readonly number[];
  qualities: readonly number[];
}

export const portrait: Limits = { bytes: MOST_BYTES, pixels: [MOST_PIXELS, 480, 320], qualities: [0.8, 0.65, 0.5] };

/** One of a row, every five seconds, over a link that carries hardly more than a voice. */
export const moment: Limits = { bytes: 10_000, pixels: [480, 320, 240], qualities: [0.6, 0.45, 0.3] };

/** The size that fits, with the same shape and never larger than it is. */
export function scaled(width: number, height: number, most: number): { width: number; height: number } {
  const scale = Math.min(1, most / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export type Draw = (size: { width: number; height: number }, quality: number) => Promise<Blob | null>;

/** The best JPEG within the limit: first less quality, then fewer pixels. Undefined when not even the smallest fits. */
export async function shrink(width: number, height: number, draw: Draw, limits: Limits = portrait): Promise<Blob | undefined> {
  for (const pixels of limits.pixels) {
    for (const quality of limits.qualities) {
      const blob = await draw(scaled(width, height, pixels), quality);
      if (blob && blob.size <= limits.bytes) return blob;
    }
  }
  return undefined;
}

/** @returns undefined when it is no picture that this browser can read. */
export async function photoOf(source: Blob | MediaStream, limits: Limits = portrait): Promise<Blob | undefined> {
  try {
    const picture = source instanceof Blob ? await createImageBitmap(source) : await frame(source);
    const [width, height] = picture instanceof ImageBitmap ? [picture.width, picture.height] : [picture.videoWidth, picture.videoHeight];
    const canvas = document.createElement('canvas');
    const draw: Draw = (size, quality) => {
      Object.assign(canvas, size);
      canvas.getContext('2d')?.drawImage(picture, 0, 0, size.width, size.height);
      return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    };
    const photo = await shrink(width, height, draw, limits);
    if (picture instanceof ImageBitmap) picture.close();
    else picture.srcObject = null;
    return photo;
  } catch {
    return undefined;
  }
}

async function frame(stream: MediaStream): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  return video;
}
