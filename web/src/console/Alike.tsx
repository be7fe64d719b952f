// Questions that ask the same in other words or languages: which they are, and making them one. Never without a person.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../text';
import type { Desk } from './desk';
import { languageName } from './names';
import type { Row } from './rows';

const open = new Set(['received', 'held', 'approved', 'shortlisted']);

/** Those in its cluster or suggested for it, still to be decided on; how many languages they are in, its own counted. */
export function alikeOf(row: Row, desk: Desk): { others: Row[]; languages: number } {
  const { cluster, similar } = row.card;
  if (!cluster && !similar?.length) return { others: [], languages: 0 };
  const near = new Map((similar ?? []).map(({ id, score }) => [id, score]));
  const mates = cluster ? desk.queue.clusters.value.get(cluster.id) : undefined;
  const ids = new Set([...(mates ?? []), ...near.keys()]);
  ids.delete(row.id);
  const others = [...ids]
    .map((id) => desk.queue.byId.value.get(id))
    .filter((r): r is Row => r !== undefined && open.has(r.card.state))
    .toSorted((a, b) => (near.get(b.id) ?? 0) - (near.get(a.id) ?? 0));
  return { others, languages: new Set([row.language, ...others.map((r) => r.language)]).size };
}

export function Alike({ row, desk }: { row: Row; desk: Desk }) {
  const { others } = alikeOf(row, desk);
  const left = useSignal<ReadonlySet<string>>(new Set());
  const merged = [...desk.queue.byId.value.values()].filter((r) => r.card.mergedInto === row.id && r.card.state === 'rejected');
  const chosen = others.filter((r) => !left.value.has(r.id));
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
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
