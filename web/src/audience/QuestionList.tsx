import type { ReadonlySignal } from '@preact/signals';
import type { EventState, QuestionView, TextView } from '../contracts';
import { readAnswer, readText, type Texts } from '../live/reading';
import { t } from '../text';
import { Words } from '../ui/Words';
import type { CalmList } from './list';
import { Moment } from './Moment';

interface Props {
  texts: ReadonlySignal<Texts>;
  /** The page's language. */
  reader: string;
  list: ReadonlySignal<CalmList | undefined>;
  show: () => void;
  vote: (question: QuestionView) => void;
  voted: ReadonlySignal<ReadonlySet<string>>;
  /** Where in the recording each was answered, in seconds. */
  moments: ReadonlySignal<ReadonlyMap<string, number>>;
  play: (seconds: number) => void;
  report: (question: QuestionView) => void;
  reported: ReadonlySignal<ReadonlySet<string>>;
  /** This device's own, which nobody reports. */
  mine: ReadonlySignal<ReadonlySet<string>>;
  /** Afterwards nothing is next any more, and there is nothing to be asked for. */
  state: ReadonlySignal<EventState>;
}

/** The same structure as Pages/Audience/QuestionList.razor, so that nothing moves when the script takes over. */
export function QuestionList({ texts, reader, list, show, vote, voted, moments, play, report, reported, mine, state }: Props) {
  const groups = list.value;
  if (!groups) return <p role="status">{t('common.loading')}</p>;
  const over = state.value === 'ended' || state.value === 'cancelled';
  const empty = groups.live.length + groups.next.length + groups.answered.length === 0;
  return (
    <>
      <h2 id="questions-title" class="visually-hidden">
        {t('questions.title')}
      </h2>
      {groups.waiting > 0 && (
        <button type="button" class="quiet more" data-action="show-new" onClick={show}>
          {t('questions.more', { count: groups.waiting })}
        </button>
      )}
      {empty && groups.waiting === 0 && <p class="empty">{t('questions.none')}</p>}
      {(['live', 'next', 'answered'] as const).map(
        (name) =>
          groups[name].length > 0 && (
            <section class="question-group" data-group={name} key={name}>
              <h3>{t(name === 'next' && over ? 'questions.left' : `questions.${name}`)}</h3>
              <ol class="question-list">
                {groups[name].map((question) => (
                  <li class="question" key={question.id} data-question={question.id} data-state={question.state}>
                    <Card
                      {...{ question, reader }}
                      row={texts.value.get(question.id)}
                      vote={name === 'next' && !over ? vote : undefined}
                      voted={voted.value.has(question.id)}
                    />
                    {name === 'answered' && <Moment at={moments.value.get(question.id)} play={play} />}
                    {!mine.value.has(question.id) && <Report done={reported.value.has(question.id)} report={() => report(question)} />}
                  </li>
                ))}
              </ol>
            </section>
          ),
      )}
    </>
  );
}

/** One press, and no way to see who else did. */
function Report({ done, report }: { done: boolean; report: () => void }) {
  return done ? (
    <p class="reported" role="status">
      {t('questions.reported')}
    </p>
  ) : (
    <button type="button" class="quiet report" data-action="report" onClick={report}>
      {t('questions.report')}
    </button>
  );
}

interface CardProps {
  question: QuestionView;
  row: TextView | undefined;
  reader: string;
  vote: ((q: QuestionView) => void) | undefined;
  voted: boolean;
}

function Card({ question, row, reader, vote, voted }: CardProps) {
  return (
    <>
      <Words class="question-text" reading={readText(question, row, reader)} />
      <p class="who">
        <bdi>{question.name ?? t('questions.anonymous')}</bdi>
        {question.country && (
          <span>
            {' '}
            · <bdi>{question.country}</bdi>
          </span>
        )}
        {question.addressee && <span> · {t('questions.for', { name: question.addressee })}</span>}
        {(question.votes ?? 0) > 0 && <span> · {t('questions.votes', { count: question.votes ?? 0 })}</span>}
      </p>
      {question.answer?.text && <Words class="answer" reading={readAnswer(question.answer.text, row, reader)} />}
      {vote && (
        <button type="button" class="quiet vote" data-action="vote" aria-pressed={voted} onClick={() => vote(question)}>
          {t('questions.vote')}
        </button>
      )}
    </>
  );
}
