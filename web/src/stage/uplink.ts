// What the browser knows of the way to the server, read twice a second.
import type { Measurement } from './ladder';

/** The parts of getStats that are read. */
export interface Report {
  type: string;
  id: string;
  kind?: string;
  selectedCandidatePairId?: string;
  availableOutgoingBitrate?: number;
  currentRoundTripTime?: number;
  roundTripTime?: number;
  fractionLost?: number;
  bytesReceived?: number;
  timestamp?: number;
}

export class Uplink {
  private received = -1;
  private heardAt = 0;
  private reportedAt = 0;

  /** @param now milliseconds. */
  read(reports: Iterable<Report>, now: number): Measurement {
    const all = [...reports];
    const transport = all.find((r) => r.type === 'transport');
    const pair = all.find((r) => r.type === 'candidate-pair' && r.id === transport?.selectedCandidatePairId);
    const voice = all.find((r) => r.type === 'remote-inbound-rtp' && r.kind === 'audio');
    const received = transport?.bytesReceived ?? pair?.bytesReceived ?? 0;
    if (received !== this.received) [this.received, this.heardAt] = [received, now];

    // The same report isn't heard twice: a path that fell silent says nothing new of its loss.
    const fresh = voice?.timestamp !== undefined && voice.timestamp !== this.reportedAt;
    if (fresh) this.reportedAt = voice.timestamp ?? 0;
    const roundTrip = (fresh ? voice.roundTripTime : undefined) ?? pair?.currentRoundTripTime;
    return {
      at: now,
      available: pair?.availableOutgoingBitrate,
      loss: fresh ? voice.fractionLost : undefined,
      roundTrip: roundTrip === undefined ? undefined : roundTrip * 1000,
      silence: now - this.heardAt,
    };
  }
}
