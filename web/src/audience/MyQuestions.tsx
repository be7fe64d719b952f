import type { ReadonlySignal } from '@preact/signals';
import type { Mine } from '../live/ask';
import { t } from '../text';

/** The asker's own cards, the latest first: what became of each question, whoever sees it. */
export function MyQuestions({ mine }: { mine: ReadonlySignal<Mine[]> }) {
  if (mine.value.length === 0) return null;
  return (
    <>
      <h2>{t('ask.mine')}</h2>
      {mine.value.toReversed().map((question) => (
        <article class="question mine-card" key={question.id} data-question={question.id} data-state={question.state}>
          <p class="question-text" dir="auto" lang={question.language}>
            {question.text}
          </p>
          <p class="what-became">{became(question)}</p>
          {question.answer && (
            <p class="answer" dir="auto">
              {question.answer}
            </p>
          )}
        </article>
      ))}
    </>
  );
}

function became(question: Mine): string {
  if (question.state === 'rejected') return t('mine.rejected', { reason: t(`reason.${question.reason ?? 'other'}`) });
  return t(`mine.${question.state}`);
}
