import { describe, expect, test } from 'vitest';
import { switchedOff } from '../src/stage/follow';

const on = { camera: true, microphone: true, mutedByModerator: false };

describe('switches', () => {
  test('follow what a moderator switches off', () => {
    expect(switchedOff({ ...on, camera: false }, on, false)).toEqual({ camera: true, microphone: false });
    expect(switchedOff({ ...on, microphone: false }, on, false)).toEqual({ camera: false, microphone: true });
  });

  test('leave alone what the speaker has just switched on', () => {
    const before = { ...on, camera: false, microphone: false };
    expect(switchedOff(before, before, false)).toEqual({ camera: false, microphone: false });
    expect(switchedOff(before, undefined, false)).toEqual({ camera: false, microphone: false });
  });

  test('of a page that came back by itself follow what the server kept', () => {
    expect(switchedOff({ ...on, camera: false, microphone: false }, undefined, true)).toEqual({ camera: true, microphone: true });
    expect(switchedOff(on, undefined, true)).toEqual({ camera: false, microphone: false });
  });

  test('keep what the speaker chose beneath a mute', () => {
    expect(switchedOff({ ...on, microphone: false, mutedByModerator: true }, on, false)).toEqual({ camera: false, microphone: false });
    expect(switchedOff({ ...on, microphone: false, mutedByModerator: true }, undefined, true)).toEqual({
      camera: false,
      microphone: false,
    });
  });
});
