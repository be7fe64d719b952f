import { describe, expect, it } from 'vitest';
import { PathWord, relayOf } from '../src/live/path';

const reports = (local: object, transport: object = { selectedCandidatePairId: 'p' }) =>
  new Map<string, unknown>([
    ['t', { type: 'transport', ...transport }],
    ['q', { type: 'candidate-pair', nominated: true, state: 'failed', localCandidateId: 'other' }],
    ['p', { type: 'candidate-pair', nominated: true, state: 'succeeded', localCandidateId: 'l' }],
    ['l', { type: 'local-candidate', ...local }],
  ]) as unknown as RTCStatsReport;

describe('the path of a connection', () => {
  it.each([
    [{ candidateType: 'relay', relayProtocol: 'tls', protocol: 'udp' }, 'tls'],
    [{ candidateType: 'relay', relayProtocol: 'tcp' }, 'tcp'],
    [{ candidateType: 'relay' }, 'udp'],
    [{ candidateType: 'relay', relayProtocol: 'carrier-pigeon' }, undefined],
    [{ candidateType: 'host', protocol: 'tcp' }, undefined],
    [{ candidateType: 'srflx' }, undefined],
  ])('%o is %s', (local, leg) => {
    expect(relayOf(reports(local))).toBe(leg);
    expect(relayOf(reports(local, {}))).toBe(leg); // Firefox
  });

  it('is unknown before there is one', () => {
    expect(relayOf(new Map() as unknown as RTCStatsReport)).toBeUndefined();
  });
});

describe('what a page says of its path', () => {
  const run = (takes = true) => {
    const state = { session: 's1' as string | undefined, local: { candidateType: 'host' } as object };
    const said: string[] = [];
    const word = new PathWord({ session: () => state.session, report: async () => reports(state.local) }, async (session, relay) => {
      said.push(`${session} ${relay}`);
      return takes;
    });
    return { state, said, word };
  };

  it('is nothing where it goes directly, and each change once', async () => {
    const { state, said, word } = run();
    await word.look();
    expect(said).toEqual([]);
    state.local = { candidateType: 'relay', relayProtocol: 'tls' };
    await word.look();
    await word.look();
    expect(said).toEqual(['s1 tls']);
    state.local = { candidateType: 'host' };
    await word.look();
    await word.look();
    expect(said).toEqual(['s1 tls', 's1 undefined']);
  });

  it('is said anew of another connection, and again until it is taken', async () => {
    const { state, said, word } = run(false);
    state.local = { candidateType: 'relay', relayProtocol: 'udp' };
    await word.look();
    await word.look();
    state.session = 's2';
    await word.look();
    state.session = undefined;
    await word.look();
    expect(said).toEqual(['s1 udp', 's1 udp', 's2 udp']);
  });
});
