// What was switched off from elsewhere, or before, is off here too, and stays so through a reload.
import type { StageSpeakerView } from '../contracts';

export interface Beginning {
  camera: boolean;
  microphone: boolean;
  /** The server goes on with what it holds, so that nothing is switched on but by the speaker's own hand. */
  resumed: boolean;
}

type Held = Pick<StageSpeakerView, 'where' | 'keepsPlace' | 'camera' | 'microphone' | 'mutedByModerator' | 'cameraOffByModerator'>;

/**
 * What a page begins with that was opened anew, by its speaker's taps: where they have a place still, it is as it was, and what a moderator switched off
 * stays off in any case. Else everything is on.
 *
 * @param me as the server has it; undefined: it can't be asked, so nothing is switched on that may be off
 */
export function beginning(me: Held | undefined): Beginning {
  if (!me) return { camera: true, microphone: true, resumed: true };
  // beneath a moderator's mute the server knows no wish of the speaker's
  if (me.where === 'on-air' || me.keepsPlace) return { camera: me.camera, microphone: me.microphone || me.mutedByModerator, resumed: true };
  return { camera: !me.cameraOffByModerator, microphone: true, resumed: me.cameraOffByModerator };
}

type Switches = Pick<StageSpeakerView, 'camera' | 'microphone' | 'mutedByModerator'>;

/**
 * @param was what the server said before; undefined: this is the first it says to this page
 * @param resumed the page goes on with what the server holds, or came back by itself
 */
export function switchedOff(me: Switches, was: Switches | undefined, resumed: boolean): { camera: boolean; microphone: boolean } {
  const off = (what: 'camera' | 'microphone') => !me[what] && (was ? was[what] : resumed);
  // a moderator's mute is lifted by the speaker's own hand, once asked: until then the page keeps what its speaker chose
  return { camera: off('camera'), microphone: off('microphone') && !me.mutedByModerator };
}
