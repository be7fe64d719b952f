import type { ReadonlySignal } from '@preact/signals';
import type { Mine } from '../live/ask';
import { readAnswer, type Texts } from '../live/reading';
import { t } from '../text';
import { Words } from '../ui/Words';
import { Moment } from './Moment';

interface Props {
  texts: ReadonlySignal<Texts>;
  /** The page's language. */
  reader: string;
  mine: ReadonlySignal<Mine[]>;
  /** Ids of those that are asked next. */
  soon: ReadonlySignal<ReadonlySet<string>>;
  /** Where in the recording each was answered, in seconds. */
  moments: ReadonlySignal<ReadonlyMap<string, number>>;
  play: (seconds: number) => void;
}

/** The asker's own cards, the latest first: what became of each question, whoever sees it. */
export function MyQuestions({ texts, reader, mine, soon, moments, play }: Props) {
  if (mine.value.length === 0) return null;
  return (
    <>
      <h2>{t('ask.mine')}</h2>
      {mine.value.toReversed().map((question) => (
        <article class="question mine-card" key={question.id} data-question={question.id} data-state={question.state}>
          <p class="question-text" dir="auto" lang={question.language}>
            {question.text}
          </p>
          <p class="what-became">{became(question, soon.value)}</p>
          {question.answer && <Words class="answer" reading={readAnswer(question.answer, texts.value.get(question.id), reader)} />}
          {question.state === 'answered' && <Moment at={moments.value.get(question.id)} play={play} />}
        </article>
      ))}
    </>
  );
}

function became(question: Mine, soon: ReadonlySet<string>): string {
  if (question.state === 'rejected') return t('mine.rejected', { reason: t(`reason.${question.reason ?? 'other'}`) });
  if (question.review && (question.state === 'received' || question.state === 'held')) return t('mine.review');
  if (question.state === 'shortlisted' && soon.has(question.id)) return t('mine.soon');
  return t(`mine.${question.state}`);
}
