import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../text';
import { Reasons } from './CardForms';
import { labelsOf, type Preview } from './deeds';
import type { Desk } from './desk';
import { MOST_CHOSEN } from './queue';

/** Many cards, one decision: first what it would come to, then done in one step that is undone in one. */
export function Chosen({ desk }: { desk: Desk }) {
  const { queue, deeds } = desk;
  const count = queue.chosen.value.size;
  if (count === 0) return null;
  const preview = deeds.preview.value;
  const target = queue.selected.value;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a row
    <div class="chosen" role="group" aria-label={t('console.chosen', { count })} data-chosen-count={count}>
      {preview ? (
        <Weighed preview={preview} desk={desk} />
      ) : deeds.asking.value === 'reject' ? (
        <Reasons chosen={(reason) => void deeds.weigh('reject', { reason })} desk={desk} />
      ) : deeds.asking.value === 'label' ? (
        <Topics desk={desk} />
      ) : (
        <div class="actions">
          <strong>{t('console.chosen', { count })}</strong>
          <button type="button" class="quiet" data-action="approve-chosen" onClick={() => void deeds.weigh('approve')}>
            {t('console.approve')}
          </button>
          <button type="button" class="quiet" data-action="reject-chosen" onClick={() => (deeds.asking.value = 'reject')}>
            {t('console.reject')}
          </button>
          <button type="button" class="quiet" data-action="shortlist-chosen" onClick={() => void deeds.weigh('shortlist')}>
            {t('console.shortlist')}
          </button>
          <button type="button" class="quiet" data-action="label-chosen" onClick={() => (deeds.asking.value = 'label')}>
            {t('console.label')}
          </button>
          <button type="button" class="quiet" data-action="merge-chosen" disabled={!target} onClick={() => void deeds.weigh('merge')}>
            {t('console.merge.selected')}
          </button>
          <button
            type="button"
            class="quiet"
            data-action="choose-all"
            aria-keyshortcuts="Shift+X"
            disabled={count >= Math.min(MOST_CHOSEN, queue.ids.length)}
            onClick={() => queue.chooseAll()}
          >
            {t('console.choose.all', { count: Math.min(MOST_CHOSEN, queue.ids.length) })}
          </button>
          <button type="button" class="quiet" data-action="choose-none" onClick={() => (queue.chosen.value = new Set())}>
            {t('console.choose.none')}
          </button>
        </div>
      )}
    </div>
  );
}

/** In place of those that the chosen cards have. */
function Topics({ desk }: { desk: Desk }) {
  const text = useSignal('');
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => box.current?.focus(), []);
  return (
    <form
      class="answer-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        void desk.deeds.weigh('labels', { labels: labelsOf(text.value) });
      }}
    >
      <label>
        {t('console.label.text')}
        <textarea
          ref={box}
          rows={1}
          dir="auto"
          maxLength={200}
          value={text}
          onInput={(e) => {
            text.value = e.currentTarget.value;
          }}
          onKeyDown={(e) => {
            if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) e.currentTarget.form?.requestSubmit();
          }}
        />
      </label>
      <div class="actions">
        <button type="submit" data-action="save-label" aria-keyshortcuts="Control+Enter">
          {t('console.save')}
        </button>
        <button type="button" class="quiet" data-action="cancel" onClick={() => desk.deeds.cancel()}>
          {t('common.cancel')}
        </button>
      </div>
    </form>
  );
}

function Weighed({ preview, desk }: { preview: Preview; desk: Desk }) {
  const go = useRef<HTMLButtonElement>(null);
  // with the words themselves: an Enter pressed as soon as they are read has to mean them
  useLayoutEffect(() => go.current?.focus(), []);
  const states = new Map<string, number>();
  for (const { state } of preview.refused) states.set(state, (states.get(state) ?? 0) + 1);
  return (
    <>
      <p data-would={preview.done.length} data-would-not={preview.refused.length}>
        {t('console.preview', {
          count: preview.done.length,
          action: t(`console.${preview.command === 'labels' ? 'label' : preview.command}`),
        })}{' '}
        {[...states].map(([state, count]) => t('console.preview.not', { count, state: t(`state.${state}`) })).join(' ')}
      </p>
      <div class="actions">
        <button ref={go} type="button" data-action="confirm" disabled={preview.done.length === 0} onClick={() => void desk.deeds.confirm()}>
          {t('console.preview.do')}
        </button>
        <button type="button" class="quiet" data-action="cancel" onClick={() => desk.deeds.cancel()}>
          {t('common.cancel')}
        </button>
      </div>
    </>
  );
}
