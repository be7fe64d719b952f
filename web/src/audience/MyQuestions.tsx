import type { ReadonlySignal } from '@preact/signals';
import type { HelpView } from '../contracts';
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
          {question.help && <Help help={question.help} />}
          {question.answer && <Words class="answer" reading={readAnswer(question.answer, texts.value.get(question.id), reader)} />}
          {question.state === 'answered' && <Moment at={moments.value.get(question.id)} play={play} />}
        </article>
      ))}
    </>
  );
}

/** Where somebody who may be in danger finds people who listen. */
function Help({ help }: { help: HelpView }) {
  return (
    <div class="help">
      <p dir="auto">{help.text}</p>
      <p>{t('help.lines')}</p>
      <ul>
        {help.lines.map((line) => (
          <li key={line.name}>
            {line.url ? (
              <a href={line.url} rel="noreferrer noopener">
                <bdi>{line.name}</bdi>
              </a>
            ) : (
              <bdi>{line.name}</bdi>
            )}{' '}
            {line.phone && (
              <a href={`tel:${line.phone.replaceAll(' ', '')}`} dir="ltr">
                {line.phone}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

const ENDS = new Set(['risk', 'risk-seen', 'unanswered', 'merged', 'merged-live', 'merged-answered']);

function became(question: Mine, soon: ReadonlySet<string>): string {
  if (question.became && ENDS.has(question.became)) return t(`mine.${question.became}`);
  if (question.state === 'rejected') return t('mine.rejected', { reason: t(`reason.${question.reason ?? 'other'}`) });
  if (question.review && (question.state === 'received' || question.state === 'held')) return t('mine.review');
  if (question.state === 'shortlisted' && soon.has(question.id)) return t('mine.soon');
  return t(`mine.${question.state}`);
}
