// The form that the server drew, made safe against lost connections: it works before this runs, and better after.
import { effect } from '@preact/signals';
import { type Asking, type Draft, graphemes, LIMIT } from '../live/ask';
import { t } from '../text';

export function enhanceForm(form: HTMLFormElement, asking: Asking): void {
  const fields = ['text', 'name', 'country', 'addressee'] as const;
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | null; // our own form's
  form.noValidate = true;

  // What was typed before the script came wins over an older draft.
  for (const name of fields) {
    const element = field(name);
    if (!element) continue;
    if (element.value) asking.write({ [name]: element.value } as Partial<Draft>);
    else element.value = asking.draft.value[name];
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

  form.addEventListener('submit', (submit) => {
    submit.preventDefault();
    form.querySelector('.problem')?.remove();
    if (!asking.ask()) field('text')?.focus();
  });
}
