import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { t } from '../text';

interface ChipsProps {
  id: string;
  label: string;
  hint?: string;
  values: string[];
  say: (value: string) => string;
  /** What was typed, as a value; undefined when it is none. */
  read: (typed: string) => string | undefined;
  change: (values: string[]) => void;
  type?: 'text' | 'date';
  /** Said when what was typed is no value. */
  wrong: string;
  list?: string;
  children?: ComponentChildren;
}

/** Several values in one field: each becomes a button that takes it away again. */
export function Chips({ id, label, hint, values, say, read, change, type = 'text', wrong, list, children }: ChipsProps) {
  const typed = useSignal('');
  const refused = useSignal('');

  function add(text: string, settle: boolean) {
    const parts = text
      .split(/[,;،]+/)
      .map((part) => part.trim())
      .filter(Boolean);
    const known = parts.map((part) => ({ part, value: read(part) }));
    const left = known.filter((k) => k.value === undefined).map((k) => k.part);
    const fresh = known.flatMap((k) => (k.value === undefined || values.includes(k.value) ? [] : [k.value]));
    if (fresh.length) change([...values, ...new Set(fresh)]);
    // What can't be read stays in the field, to be mended.
    typed.value = left.join(', ');
    refused.value = settle && left.length ? wrong : '';
  }

  return (
    <div class="chips-field">
      <label for={id}>{label}</label>
      {values.length > 0 && (
        <ul class="chips">
          {values.map((value) => (
            <li key={value}>
              <button
                type="button"
                class="chip"
                data-action="remove-chip"
                data-value={value}
                aria-label={t('planner.remove', { name: say(value) })}
                onClick={() => change(values.filter((v) => v !== value))}
              >
                <bdi>{say(value)}</bdi>
                <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="with-button">
        <input
          id={id}
          type={type}
          list={list}
          value={typed}
          dir={type === 'text' ? 'auto' : undefined}
          autocomplete="off"
          aria-describedby={hint || refused.value ? `${id}-hint` : undefined}
          aria-invalid={refused.value ? 'true' : undefined}
          onInput={(e) => {
            typed.value = e.currentTarget.value;
            refused.value = '';
            if (type === 'text' && /[,;،]\s*$/.test(typed.value)) add(typed.value, false);
          }}
          onKeyDown={(e) => {
            if (e.key !== 'Enter') return;
            e.preventDefault();
            add(typed.value, true);
          }}
          onBlur={() => type === 'text' && typed.value.trim() && add(typed.value, true)}
        />
        <button type="button" class="quiet" data-action="add-chip" onClick={() => add(typed.value, true)}>
          {t('planner.add')}
        </button>
      </div>
      {(hint || refused.value) && (
        <p id={`${id}-hint`} class={refused.value ? 'field-problem' : 'hint'}>
          {refused.value || hint}
        </p>
      )}
      {children}
    </div>
  );
}
