import { type Signal, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { t } from '../text';

export type ColumnName = 'lanes' | 'queue' | 'stage';

const key = 'livedialogue.folded';

/** Which columns are folded away, kept on this device. */
export const folded: Signal<ReadonlySet<string>> = signal(new Set((localStorage.getItem(key) ?? '').split(' ').filter(Boolean)));

function fold(name: ColumnName): void {
  const next = new Set(folded.value);
  if (!next.delete(name)) next.add(name);
  folded.value = next;
  localStorage.setItem(key, [...next].join(' '));
}

/** A column that folds to its own name. Its content stays drawn: a picture that plays goes on playing. */
export function Column({ name, children }: { name: ColumnName; children: ComponentChildren }) {
  const open = !folded.value.has(name);
  return (
    <div class={`column column-${name}`} data-open={open}>
      <button
        type="button"
        class="quiet fold"
        data-fold={name}
        aria-expanded={open}
        aria-controls={`column-${name}`}
        onClick={() => fold(name)}
      >
        {t(`console.${name}`)}
      </button>
      <div id={`column-${name}`} class="column-content" data-scrolls hidden={!open}>
        {children}
      </div>
    </div>
  );
}
