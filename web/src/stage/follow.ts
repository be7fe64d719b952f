// What was switched off from elsewhere is off here too, and stays so through a reload.
import type { StageSpeakerView } from '../contracts';

type Switches = Pick<StageSpeakerView, 'camera' | 'microphone' | 'mutedByModerator'>;

/**
 * @param was what the server said before; undefined: this is the first it says to this page
 * @param resumed the page came back by itself, so that nobody saw what it would send
 */
export function switchedOff(me: Switches, was: Switches | undefined, resumed: boolean): { camera: boolean; microphone: boolean } {
  const off = (what: 'camera' | 'microphone') => !me[what] && (was ? was[what] : resumed);
  // a moderator's mute is lifted by the speaker's own hand, once asked: until then the page keeps what its speaker chose
  return { camera: off('camera'), microphone: off('microphone') && !me.mutedByModerator };
}
