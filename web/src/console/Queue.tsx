import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { QuestionView } from '../contracts';
import { t } from '../text';
import type { Desk } from './desk';
import { actionsFor, keys, type Lane, lanes, reasons } from './lanes';
import { Refusal } from './Refusal';

export function Lanes({ desk }: { desk: Desk }) {
  const counts = desk.counts.value;
  return (
    <nav class="lanes" aria-label={t('console.lanes')}>
      {lanes.map((lane: Lane) => (
        <button
          type="button"
          key={lane}
          class="lane"
          data-lane={lane}
          aria-current={desk.lane.value === lane}
          onClick={() => desk.open(lane)}
        >
          <span>{t(`console.lane.${lane}`)}</span> <span class="count">{counts[lane]}</span>
        </button>
      ))}
    </nav>
  );
}

export function Queue({ desk }: { desk: Desk }) {
  const shown = desk.shown.value;
  return (
    <section class="queue" aria-labelledby="queue-title">
      <h2 id="queue-title">
        {t('console.queue')}: {t(`console.lane.${desk.lane.value}`)}
      </h2>
      <Refusal desk={desk} at="queue" />
      {desk.waiting.value > 0 && (
        <button type="button" class="quiet more" data-action="show-new" onClick={() => desk.showNew()}>
          {t('console.more', { count: desk.waiting.value })}
        </button>
      )}
      {shown.length === 0 && desk.waiting.value === 0 && <p class="empty">{t('console.queue.empty')}</p>}
      <ol class="cards">
        {shown.map((question) => (
          <Card key={question.id} question={question} desk={desk} />
        ))}
      </ol>
      {desk.queue.value.length > shown.length && (
        <button type="button" class="quiet more" data-action="more" onClick={() => desk.more()}>
          {t('console.more-rows', { count: desk.queue.value.length - shown.length })}
        </button>
      )}
    </section>
  );
}

function Card({ question, desk }: { question: QuestionView; desk: Desk }) {
  const selected = desk.selected.value === question.id;
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected && !card.current?.contains(document.activeElement)) card.current?.focus();
  }, [selected]);
  return (
    <li
      ref={card}
      class="question"
      tabIndex={-1}
      data-question={question.id}
      data-state={question.state}
      data-selected={selected}
      onFocusCapture={() => {
        desk.selected.value = question.id;
      }}
    >
      <p class="question-text" dir="auto" lang={question.language === 'und' ? undefined : (question.language ?? undefined)}>
        {question.text}
      </p>
      <p class="who">
        <span class="state-word">{t(`state.${question.state}`)}</span> · <span>{question.language}</span> ·{' '}
        <bdi>{question.name ?? t('questions.anonymous')}</bdi>
        {question.country && (
          <>
            {' '}
            · <bdi>{question.country}</bdi>
          </>
        )}
        {question.addressee && <> · {t('questions.for', { name: question.addressee })}</>}
        {(question.votes ?? 0) > 0 && <> · {t('questions.votes', { count: question.votes ?? 0 })}</>}
        {question.reason && <> · {t(`reason.${question.reason}`)}</>}
      </p>
      {question.answer?.text && (
        <p class="answer" dir="auto">
          {question.answer.text}
        </p>
      )}
      {desk.rejecting.value === question.id ? (
        <Reasons question={question} desk={desk} />
      ) : desk.answering.value === question.id ? (
        <Answer question={question} desk={desk} />
      ) : (
        <div class="actions">
          {actionsFor(question.state).map((action) => (
            <button
              type="button"
              key={action}
              class="quiet"
              data-action={action}
              aria-keyshortcuts={keys[action]}
              onClick={() => desk.begin(action, question.id)}
            >
              {t(`console.${action}`)} {desk.shortcuts.value && <kbd>{keys[action].toUpperCase()}</kbd>}
            </button>
          ))}
        </div>
      )}
    </li>
  );
}

function Reasons({ question, desk }: { question: QuestionView; desk: Desk }) {
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a row
    <div class="actions reasons" role="group" aria-label={t('console.reject.why')}>
      <span>{t('console.reject.why')}</span>
      {reasons.map((reason, i) => (
        <button
          type="button"
          key={reason}
          ref={i === 0 ? first : null}
          class="quiet"
          data-reason={reason}
          onClick={() => void desk.reject(question.id, reason)}
        >
          {t(`reason.${reason}`)} {desk.shortcuts.value && <kbd>{i + 1}</kbd>}
        </button>
      ))}
      <button type="button" class="quiet" data-action="cancel" onClick={() => desk.cancel()}>
        {t('common.cancel')}
      </button>
    </div>
  );
}

function Answer({ question, desk }: { question: QuestionView; desk: Desk }) {
  const text = useSignal('');
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <form
      class="answer-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        void desk.answer(question.id, text.value);
      }}
    >
      <label>
        {t('console.answer.text')}
        <textarea ref={box} rows={2} dir="auto" value={text} onInput={(e) => (text.value = e.currentTarget.value)} />
      </label>
      <div class="actions">
        <button type="submit" data-action="save-answer">
          {t('console.answer.save')}
        </button>
        <button type="button" class="quiet" data-action="cancel" onClick={() => desk.cancel()}>
          {t('common.cancel')}
        </button>
      </div>
    </form>
  );
}
