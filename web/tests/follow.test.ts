import { describe, expect, test } from 'vitest';
import { beginning, switchedOff } from '../src/stage/follow';

const on = { camera: true, microphone: true, mutedByModerator: false };

describe('a page that was opened anew', () => {
  const me = { ...on, where: 'away', keepsPlace: false, cameraOffByModerator: false } as const;

  test('begins with everything on where nothing is held', () => {
    expect(beginning(me)).toEqual({ camera: true, microphone: true, resumed: false });
    expect(beginning({ ...me, where: 'green-room', camera: false, microphone: false })).toEqual({
      camera: true,
      microphone: true,
      resumed: false,
    });
  });

  test('has its place as it was', () => {
    const off = { ...me, camera: false, microphone: false };
    expect(beginning({ ...off, keepsPlace: true })).toEqual({ camera: false, microphone: false, resumed: true });
    expect(beginning({ ...off, where: 'on-air' })).toEqual({ camera: false, microphone: false, resumed: true });
    expect(beginning({ ...me, keepsPlace: true })).toEqual({ camera: true, microphone: true, resumed: true });
    expect(beginning({ ...off, keepsPlace: true, mutedByModerator: true })).toEqual({ camera: false, microphone: true, resumed: true });
  });

  test('switches no camera on that a moderator switched off', () => {
    const off = { ...me, camera: false, cameraOffByModerator: true };
    expect(beginning(off)).toEqual({ camera: false, microphone: true, resumed: true });
  });

  test('switches nothing on where the server cannot be asked', () => {
    expect(beginning(undefined).resumed).toBe(true);
  });
});

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
