// Which way a connection's packets take, by what the browser says of it.
import type { RelayLeg } from '../contracts';

// biome-ignore lint/suspicious/noExplicitAny: reports are what browsers make of them; each field is looked at before it is used
type Report = any;

/** The pair of addresses in use; undefined before there is one. */
export function pairInUse(reports: RTCStatsReport): Report | undefined {
  const all: Report[] = [...reports.values()];
  const transport = all.find((r) => r.type === 'transport' && r.selectedCandidatePairId);
  // Firefox has no word for it on the transport
  return (
    reports.get(transport?.selectedCandidatePairId ?? '') ??
    all.find((r) => r.type === 'candidate-pair' && r.nominated && r.state !== 'failed')
  );
}

const legs: readonly string[] = ['udp', 'tcp', 'tls'] satisfies RelayLeg[];

/** How the browser reaches the relay that everything goes through; undefined: there is none, or it doesn't say. */
export function relayOf(reports: RTCStatsReport): RelayLeg | undefined {
  const local = reports.get(pairInUse(reports)?.localCandidateId ?? '') as Report;
  if (local?.candidateType !== 'relay' && local?.candidateType !== 'relayed') return undefined;
  const by = String(local.relayProtocol ?? 'udp').toLowerCase();
  return legs.includes(by) ? (by as RelayLeg) : undefined;
}

export interface PathSource {
  /** Names the connection to the server. */
  session: () => string | undefined;
  report: () => Promise<RTCStatsReport | undefined>;
}

/** Tells the server of each connection that goes through a relay: from outside that can't be seen. */
export class PathWord {
  private told = '';
  private looking = false;

  /** @param tell false: it wasn't taken, and is said again */
  constructor(
    private readonly source: PathSource,
    private readonly tell: (session: string, relay: RelayLeg | undefined) => Promise<boolean>,
  ) {}

  /** Every few seconds. */
  async look(): Promise<void> {
    const session = this.source.session();
    if (!session || this.looking) return;
    this.looking = true;
    try {
      const reports = await this.source.report();
      if (!reports || this.source.session() !== session) return;
      const relay = relayOf(reports);
      const word = `${session} ${relay ?? ''}`;
      const isNews = relay !== undefined || this.told.startsWith(`${session} `); // directly is what is believed of a new one
      if (isNews && word !== this.told && (await this.tell(session, relay))) this.told = word;
    } catch {
      // the connection ended meanwhile
    } finally {
      this.looking = false;
    }
  }
}
