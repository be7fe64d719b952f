import { languageName } from '../console/names';
import type { Reading } from '../live/reading';
import { t } from '../text';

/** The same structure as Pages/Audience/Words.razor: the words, and one tap away the original. */
export function Words({ reading, class: name }: { reading: Reading; class: string }) {
  const { text, language, original, machine, from } = reading;
  return (
    <>
      <p class={name} dir="auto" lang={language}>
        {text}
      </p>
      {original ? (
        <details class="translation" data-machine={machine}>
          <summary>{t(machine ? 'text.machine' : 'text.person', { language: languageName(from ?? 'und') })}</summary>
          <p class="original" dir="auto" lang={original.language}>
            {original.text}
          </p>
        </details>
      ) : (
        from && <p class="written-in">{t('text.in', { language: languageName(from) })}</p>
      )}
    </>
  );
}
