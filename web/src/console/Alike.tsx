// Questions that ask the same in other words or languages: which they are, and making them one. Never without a person.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../text';
import type { Desk } from './desk';
import { languageName } from './names';
import type { Row } from './rows';

/** As many as somebody reads before merging them. */
const MOST = 50;

export function Alike({ row, desk }: { row: Row; desk: Desk }) {
  const others = desk.queue.mates(row, MOST);
  const left = useSignal<ReadonlySet<string>>(new Set());
  const merged = [...desk.queue.byId.value.values()].filter((r) => r.card.mergedInto === row.id && r.card.state === 'rejected');
  const chosen = others.filter((r) => !left.value.has(r.id));
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const toggle = (id: string) => {
    const next = new Set(left.value);
    if (!next.delete(id)) next.add(id);
    left.value = next;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a row
    <div class="alike" role="group" aria-label={t('console.alike.title')}>
      {others.length === 0 && merged.length === 0 && <p class="hint">{t('console.alike.none')}</p>}
      <ul>
        {others.map((r) => (
          <li key={r.id}>
            <label class="choice-line">
              <input type="checkbox" checked={!left.value.has(r.id)} onChange={() => toggle(r.id)} data-alike-choice={r.id} />
              <Sentence row={r} />
            </label>
          </li>
        ))}
        {merged.map((r) => (
          <li key={r.id} class="merged-line" data-merged-question={r.id}>
            <Sentence row={r} />
            <button type="button" class="quiet" data-action="unmerge" onClick={() => void desk.deeds.unmerge(r.id)}>
              {t('console.unmerge')}
            </button>
          </li>
        ))}
      </ul>
      <div class="actions">
        {others.length > 0 && (
          <button
            ref={first}
            type="button"
            data-action="merge-all"
            disabled={chosen.length === 0}
            onClick={() =>
              void desk.deeds.merge(
                row.id,
                chosen.map((r) => r.id),
              )
            }
          >
            {t('console.merge.into', { count: chosen.length })}
          </button>
        )}
        <button
          ref={others.length === 0 ? first : null}
          type="button"
          class="quiet"
          data-action="cancel"
          onClick={() => desk.deeds.cancel()}
        >
          {t('common.cancel')}
        </button>
      </div>
    </div>
  );
}

function Sentence({ row }: { row: Row }) {
  return (
    <span class="alike-words">
      <span dir="auto">{row.text?.text ?? row.card.text}</span> <small>{languageName(row.language)}</small>
    </span>
  );
}
