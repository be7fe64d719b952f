import type { ReadonlySignal, Signal } from '@preact/signals';
import type { HubState } from '../live/hub';
import { t } from '../text';
import { type Cue, type Line, lengthOf } from './cue';

export const SIZES = 5;

interface Props {
  cue: ReadonlySignal<Cue>;
  link: ReadonlySignal<HubState>;
  /** 1 to SIZES. */
  size: Signal<number>;
  mirrored: Signal<boolean>;
  original: Signal<boolean>;
  onlyMine: Signal<boolean>;
  /** The reader is one of the speakers. */
  speaks: boolean;
}

/** Read from across a room: one question, nothing that moves, and the buttons out of the way at the bottom. */
export function Prompter(props: Props) {
  const { live, next } = props.cue.value;
  return (
    <div class="prompter" data-size={props.size.value} data-mirrored={props.mirrored.value}>
      {props.link.value === 'lost' && (
        <p class="prompter-lost" role="status">
          {t('prompter.lost')}
        </p>
      )}
      <div class="prompter-live" aria-live="polite">
        {live ? <Live line={live} /> : <p class="prompter-empty">{t('prompter.waiting')}</p>}
      </div>
      {next.length > 0 && (
        <section class="prompter-next" aria-labelledby="next-title">
          <h2 id="next-title">{t('questions.next')}</h2>
          <ol>
            {next.map((line) => (
              <li key={line.question.id} data-question={line.question.id} data-for-me={line.forMe}>
                {line.forMe && <strong>{t('prompter.for-me')} </strong>}
                <span dir="auto" lang={line.language}>
                  {line.text}
                </span>
              </li>
            ))}
          </ol>
        </section>
      )}
      <Buttons {...props} />
    </div>
  );
}

function Live({ line }: { line: Line }) {
  const { question, text, language, translated, forMe } = line;
  return (
    <article data-question={question.id} data-state="live" data-length={lengthOf(text)}>
      {(forMe || question.addressee) && (
        <p class="prompter-for">{forMe ? t('prompter.for-me') : t('questions.for', { name: question.addressee ?? '' })}</p>
      )}
      <p class="prompter-text" dir="auto" lang={language}>
        {text}
      </p>
      <p class="prompter-who">
        <bdi>{question.name ?? t('questions.anonymous')}</bdi>
        {question.country && (
          <span>
            {' '}
            · <bdi>{question.country}</bdi>
          </span>
        )}
        {translated === 'machine' && <span> · {t('prompter.machine')}</span>}
      </p>
    </article>
  );
}

function Buttons({ size, mirrored, original, onlyMine, speaks }: Props) {
  const toggle = (name: string, state: Signal<boolean>) => (
    <button
      type="button"
      class="quiet"
      data-action={name}
      aria-pressed={state.value}
      onClick={() => {
        state.value = !state.value;
      }}
    >
      {t(`prompter.${name}`)}
    </button>
  );
  const resize = (name: 'smaller' | 'larger', by: number) => (
    <button
      type="button"
      class="quiet"
      data-action={name}
      disabled={size.value + by < 1 || size.value + by > SIZES}
      onClick={() => {
        size.value += by;
      }}
    >
      {t(`prompter.${name}`)}
    </button>
  );
  return (
    <fieldset class="prompter-buttons">
      <legend class="visually-hidden">{t('prompter.view')}</legend>
      {resize('smaller', -1)}
      {resize('larger', 1)}
      {toggle('original', original)}
      {toggle('mirror', mirrored)}
      {speaks && toggle('only-mine', onlyMine)}
    </fieldset>
  );
}
