import { t } from '../text';
import { Alike } from './Alike';
import { AnswerForm, LabelForm, Reasons, TranslateForm } from './CardForms';
import type { Desk } from './desk';
import { type Action, firstActions, holder, keys, secondActions } from './lanes';
import { ago, languageName, placeName } from './names';
import type { Row } from './rows';

interface Props {
  id: string;
  desk: Desk;
  /** Empty space before it, in pixels. */
  space: number;
  /** Its number in the queue, from 1. */
  at: number;
  of: number;
}

export function Card({ id, desk, space, at, of }: Props) {
  const { queue } = desk;
  const row = queue.row(id);
  if (!row) return null;
  const { card } = row;
  const selected = queue.selected.value === id;
  const conflict = desk.questions.conflicts.value.has(id);
  const form = queue.opened.value?.id === id ? queue.opened.value.form : undefined;
  return (
    <li
      class="question"
      tabIndex={selected || (queue.selected.value === undefined && at === 1) ? 0 : -1}
      aria-posinset={at}
      aria-setsize={of}
      style={space > 0 ? { marginBlockStart: `${space}px` } : undefined}
      data-question={id}
      data-state={card.state}
      data-selected={selected}
      data-chosen={queue.chosen.value.has(id)}
      data-conflict={conflict}
      // A press with the mouse selects when it is done: a card that grew under the pointer would lose the click.
      onFocusCapture={(e) => {
        if ((e.target as Element).matches(':focus-visible')) queue.selected.value = id;
      }}
      onClickCapture={() => {
        queue.selected.value = id;
      }}
    >
      <Words row={row} desk={desk} />
      <Facts row={row} desk={desk} />
      {conflict && <Difference id={id} desk={desk} />}
      {form === 'reject' && <Reasons chosen={(reason) => void desk.deeds.reject(id, reason)} desk={desk} />}
      {form === 'answer' && <AnswerForm row={row} desk={desk} />}
      {form === 'translate' && <TranslateForm row={row} desk={desk} />}
      {form === 'label' && <LabelForm row={row} desk={desk} />}
      {form === 'merge' && <Alike row={row} desk={desk} />}
      {!form && <Buttons row={row} desk={desk} selected={selected} />}
    </li>
  );
}

/** The host signs in without an invite, and so without a name. */
const moderatorName = (name: string): string => (name === 'host' ? t('console.host') : name);

const written = (language: string | null | undefined) => (!language || language === 'und' ? undefined : language);

function Words({ row, desk }: { row: Row; desk: Desk }) {
  const { card, text } = row;
  const original = !text?.text || desk.queue.originals.value.has(row.id);
  const said = original ? (row.risk ? (card.original ?? card.text) : card.text) : text.text;
  const answer = desk.queue.originals.value.has(row.id) ? card.answer?.text : (text?.answer ?? card.answer?.text);
  return (
    <>
      <p class="question-text" dir="auto" lang={original ? written(card.language) : text.language} data-original={original}>
        {said}
      </p>
      {answer && (
        <p class="answer" dir="auto">
          {answer}
        </p>
      )}
    </>
  );
}

function Facts({ row, desk }: { row: Row; desk: Desk }) {
  const { card, text } = row;
  const held = card.claim ? holder(card, desk.now.value) : undefined;
  const mine = held !== undefined && held !== null && desk.queue.isMine(row, desk.now.value);
  const alike = desk.queue.alike(row);
  const confidence = text?.confidence ?? card.detected?.confidence;
  return (
    <p class="who">
      <span class="state-word">{t(`state.${card.state}`)}</span>
      {card.reason && <span>{t(`reason.${card.reason}`)}</span>}
      {text?.text ? (
        <span class="translation" data-machine={text.machine}>
          {t(text.machine ? 'console.text.machine' : 'console.text.person', {
            language: languageName(text.from ?? card.language ?? 'und'),
          })}
          {text.machine && confidence != null && <> {t('console.number', { number: confidence.toFixed(2) })}</>}
        </span>
      ) : (
        written(card.language) && <span>{languageName(card.language ?? 'und')}</span>
      )}
      <span>
        <bdi>{card.name ?? t('questions.anonymous')}</bdi>
      </span>
      {card.country && (
        <span>
          <bdi>{placeName(card.country)}</bdi>
        </span>
      )}
      {card.channel && card.channel !== 'web' && <span>{t(`console.channel.${card.channel}`)}</span>}
      {card.addressee && <span>{t('questions.for', { name: card.addressee })}</span>}
      {row.at > 0 && <span>{ago(row.at, desk.queue.minute.value)}</span>}
      {card.votes > 0 && (
        <span class="votes">
          <span aria-hidden="true">♥ {t('console.number', { number: card.votes })}</span>
          <span class="visually-hidden">{t('questions.votes', { count: card.votes })}</span>
        </span>
      )}
      {card.labels?.map((label) => (
        <bdi class="mark" key={label} data-label={label}>
          {label}
        </bdi>
      ))}
      {card.flags?.map((flag) => (
        <span class="mark" key={flag} data-flag={flag}>
          {t(`console.flag.${flag.replace(':', '.')}`)}
        </span>
      ))}
      {(card.reports ?? 0) > 0 && (
        <span class="mark" data-reports={card.reports}>
          {t('console.reports', { count: card.reports ?? 0 })}
        </span>
      )}
      {card.blocked && (
        <span class="mark" data-blocked>
          {t('console.blocked')}
        </span>
      )}
      {row.risk && card.risk === 'seen' && (
        <span class="mark" data-risk="seen">
          {t('console.risk.seen')}
        </span>
      )}
      {alike.count > 0 && (
        <span class="mark" data-alike={alike.count}>
          {t('console.alike', alike)}
        </span>
      )}
      {(card.mergedCount ?? 0) > 0 && (
        <span class="mark" data-merged={card.mergedCount}>
          {t('console.merged', { count: card.mergedCount ?? 0 })}
        </span>
      )}
      {held && (
        <strong class="holder" data-holder={held.by} data-mine={mine}>
          {mine ? t('console.claimed.mine') : t('console.claimed', { name: moderatorName(held.name) })}
        </strong>
      )}
    </p>
  );
}

/** What somebody else did meanwhile, and what therefore wasn't done here. */
function Difference({ id, desk }: { id: string; desk: Desk }) {
  const conflict = desk.questions.conflicts.value.get(id);
  if (!conflict) return null;
  const state = t(`state.${conflict.now?.state ?? 'withdrawn'}`);
  const seconds = conflict.at === undefined ? undefined : Math.max(0, Math.round((desk.now.value - conflict.at) / 1000));
  return (
    <p class="notice difference" data-difference={conflict.now?.state}>
      {conflict.claimed && conflict.now?.claim
        ? t('console.claimed', { name: moderatorName(conflict.now.claim.name) })
        : conflict.by && seconds !== undefined && seconds < 120
          ? t('console.difference.who', { name: moderatorName(conflict.by), count: seconds, state })
          : t('console.difference', { state })}{' '}
      <strong>{t('console.difference.yours', { action: t(`console.${conflict.action}`) })}</strong>{' '}
      <button
        type="button"
        class="quiet"
        data-action="seen"
        onClick={() => {
          desk.queue.reach.value++;
          desk.questions.resolve(id);
        }}
      >
        {t('console.difference.seen')}
      </button>
    </p>
  );
}

function Buttons({ row, desk, selected }: { row: Row; desk: Desk; selected: boolean }) {
  const { deeds, queue } = desk;
  const more = selected ? secondActions(row.card, row.risk) : [];
  const rare = new Set(more);
  const actions: Action[] = [...firstActions(row.card, row.risk), ...more];
  const keyed = selected && desk.shortcuts.value;
  const chosen = queue.chosen.value.has(row.id);
  const words = (action: Action) => {
    if (action === 'claim' && row.card.claim && queue.isMine(row, desk.now.value)) return t('console.release');
    return t(`console.${action}`);
  };
  return (
    <div class="actions">
      {actions
        .filter((action) => deeds.may(action, row.id))
        .map((action) => (
          <button
            type="button"
            key={action}
            class="quiet"
            data-action={action}
            data-rare={rare.has(action) || undefined}
            aria-keyshortcuts={keys[action]}
            onClick={() => deeds.begin(action, row.id)}
          >
            {words(action)} {keyed && <kbd>{keys[action].toUpperCase()}</kbd>}
          </button>
        ))}
      {row.text?.text && selected && (
        <button
          type="button"
          class="quiet"
          data-action="original"
          data-rare
          aria-keyshortcuts="o"
          aria-pressed={queue.originals.value.has(row.id)}
          onClick={() => queue.toggleOriginal(row.id)}
        >
          {t('console.original')} {keyed && <kbd>O</kbd>}
        </button>
      )}
      {(selected || queue.chosen.value.size > 0) && (
        <button
          type="button"
          class="quiet"
          data-action="choose"
          data-rare
          aria-keyshortcuts="x"
          aria-pressed={chosen}
          onClick={() => queue.choose(row.id)}
        >
          {t('console.choose')} {keyed && <kbd>X</kbd>}
        </button>
      )}
    </div>
  );
}
