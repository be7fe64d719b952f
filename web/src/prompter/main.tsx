import { computed, effect, type Signal, signal } from '@preact/signals';
import { render } from 'preact';
import { Wake } from '../audience/wake';
import type { Boot } from '../boot';
import { EventHub } from '../live/hub';
import { type Started, start } from '../ui/start';
import { cue } from './cue';
import { Prompter, SIZES } from './Prompter';

const started: Started | undefined = start();
if (started?.boot.event) run(started.boot, started.boot.event, started.serverClock.heard.bind(started.serverClock));

function run(boot: Boot, event: NonNullable<Boot['event']>, serverTime: (milliseconds: number) => void): void {
  const place = document.getElementById('prompter');
  if (!place) return;
  const hub = new EventHub({ event: event.id, token: boot.token, csrf: boot.csrf, language: boot.language, serverTime });
  const audience = boot.invite?.role === 'speaker' || boot.invite?.role === 'interpreter' ? 'speaker' : 'moderation';
  const speaks = boot.invite?.role === 'speaker';
  const me = speaks && boot.invite ? `speaker:${boot.invite.id}` : undefined;

  const size = kept('size', 3, (value) => Number.isInteger(value) && value >= 1 && value <= SIZES);
  const mirrored = kept('mirror', false, (value) => typeof value === 'boolean');
  const onlyMine = kept('only-mine', false, (value) => typeof value === 'boolean');
  const original = signal(false);
  const shown = computed(() =>
    cue(hub.questions.value.get(`questions.${audience}`)?.questions ?? [], {
      texts: hub.texts.value.get(`texts.${audience}.${boot.language}`)?.rows,
      original: original.value,
      me,
      onlyMine: onlyMine.value,
    }),
  );

  place.replaceChildren();
  render(<Prompter {...{ cue: shown, link: hub.state, size, mirrored, original, onlyMine, speaks }} />, place);
  new Wake().hold(true); // nobody touches a prompter
  void hub.start();
}

/** A choice of this screen, whoever opens it next. */
function kept<T>(name: string, first: T, good: (value: T) => boolean): Signal<T> {
  const key = `livedialogue.prompter.${name}`;
  const state = signal(first);
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? 'null') as T | null;
    if (found !== null && good(found)) state.value = found;
  } catch {
    // storage may be forbidden, or hold another version's words
  }
  effect(() => {
    try {
      localStorage.setItem(key, JSON.stringify(state.value));
    } catch {
      // it holds until the page is closed
    }
  });
  return state;
}
