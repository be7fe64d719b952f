// The form that the server drew, made safe against lost connections: it works before this runs, and better after.
import { effect, type ReadonlySignal } from '@preact/signals';
import { type Asking, type Draft, graphemes, LIMIT } from '../live/ask';
import { t } from '../text';

/** @param closed why no question is taken just now, as a message; undefined while they are. */
export function enhanceForm(form: HTMLFormElement, asking: Asking, closed: ReadonlySignal<string | undefined>): void {
  const fields = ['text', 'name', 'country', 'addressee'] as const;
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | null; // our own form's
  form.noValidate = true;

  // What was typed before the script came wins over an older draft.
  for (const name of fields) {
    const element = field(name);
    if (!element) continue;
    if (element.value) asking.write({ [name]: element.value } as Partial<Draft>);
    else element.value = asking.draft.value[name];
    // whom an older draft was for may be there no more
    if (element.value !== asking.draft.value[name]) asking.write({ [name]: element.value } as Partial<Draft>);
    element.addEventListener('input', () => asking.write({ [name]: element.value } as Partial<Draft>));
  }

  const notice = document.createElement('p');
  notice.className = 'notice';
  notice.setAttribute('role', 'status');
  form.append(notice);
  const hint = form.querySelector('#ask-hint');
  const hintWords = hint?.textContent ?? '';

  effect(() => {
    const left = LIMIT - graphemes(asking.draft.value.text.trim());
    if (hint) hint.textContent = left < 60 ? t('ask.left', { count: left }) : hintWords;
  });
  effect(() => {
    notice.textContent = asking.notice.value ? t(asking.notice.value, { seconds: asking.waits.value }) : '';
    notice.hidden = !asking.notice.value;
  });
  effect(() => {
    const box = field('text');
    if (box && box.value !== asking.draft.value.text) box.value = asking.draft.value.text;
  });

  const paused = form.querySelector<HTMLElement>('[data-paused]');
  const button = form.querySelector<HTMLButtonElement>('[data-action=ask]');
  effect(() => {
    if (paused) {
      paused.hidden = closed.value === undefined;
      paused.textContent = closed.value ? t(closed.value) : '';
    }
    if (button) button.disabled = closed.value !== undefined;
  });

  form.addEventListener('submit', (submit) => {
    submit.preventDefault();
    form.querySelector('.problem')?.remove();
    if (closed.peek() === undefined && !asking.ask()) field('text')?.focus();
  });
}
