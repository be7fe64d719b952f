// What each rung of the ladder means for the senders: rates, layers, the length of a packet.
import type { SpeakerRung } from '../contracts';

/** Three layers of one picture; the server picks one for each viewer. Rates in bits per second, the smallest first as Chromium wants it. */
export const layers: RTCRtpEncodingParameters[] = [
  { rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 120_000 },
  { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 450_000 },
  { rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 1_500_000 },
];

/** A picture of so many lines is the small one's. */
const SMALL_LINES = 180;

/** Bits per second of Opus. It goes twice, since each packet repeats the one before (RED), and headers come on top. */
const voice: Record<SpeakerRung, number> = { video: 40_000, small: 20_000, photos: 10_000, voice: 10_000 };

/** Milliseconds of sound in a packet: fewer packets, fewer headers, where these are half of it. */
export const packetTime: Record<SpeakerRung, number> = { video: 20, small: 20, photos: 40, voice: 60 };

/** The voice goes first, whatever else waits. */
export function voiceEncoding(rung: SpeakerRung): RTCRtpEncodingParameters {
  return { maxBitrate: voice[rung], priority: 'high', networkPriority: 'high' };
}

/** @param lines of the camera's picture; undefined while unknown. */
export function cameraEncodings(rung: SpeakerRung, lines: number | undefined): RTCRtpEncodingParameters[] {
  if (rung === 'video') return layers.map((layer) => ({ ...layer, active: true }));
  return layers.map((layer, i) => {
    if (rung !== 'small' || i > 0) return { ...layer, active: false };
    return {
      ...layer,
      active: true,
      maxBitrate: 60_000,
      maxFramerate: 12,
      scaleResolutionDownBy: Math.max(1, (lines ?? 720) / SMALL_LINES),
    };
  });
}

export function screenEncodings(rung: SpeakerRung): RTCRtpEncodingParameters[] {
  return [{ maxBitrate: rung === 'video' ? 1_200_000 : 60_000, active: rung === 'video' || rung === 'small' }];
}

/** Parameters as the browser gave them, with what is wanted now; what isn't mentioned is lifted. */
export function changed(encodings: RTCRtpEncodingParameters[], wanted: RTCRtpEncodingParameters[]): RTCRtpEncodingParameters[] {
  return encodings.map((encoding, i) => {
    const { maxFramerate: _, ...rest } = encoding;
    return { ...rest, ...wanted[i] };
  });
}

/** An answer that asks for packets of that length (RFC 8866 §6.4). */
export function withPacketTime(answer: string, milliseconds: number): string {
  const lines = answer.split(/\r\n/).filter((line) => !/^a=(max)?ptime:/.test(line));
  const audio = lines.findIndex((line) => line.startsWith('m=audio'));
  if (audio < 0) return answer;
  const next = lines.findIndex((line, i) => i > audio && line.startsWith('m='));
  lines.splice(next < 0 ? lines.length - 1 : next, 0, `a=ptime:${milliseconds}`, 'a=maxptime:60');
  return lines.join('\r\n');
}
