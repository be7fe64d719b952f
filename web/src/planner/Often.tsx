import { t } from '../text';
import type { Repeat } from './draft';
import { weekdays } from './draft';
import { chosenColumn, turnFor } from './grid';
import { Days } from './OfficeEditor';
import type { Plan } from './plan';
import { isDate, sayAnchor, sayNames, weekdayOf } from './words';

const kinds: Repeat['every'][] = ['once', 'week', 'month'];

/** How often, until when, and which times take turns. */
export function Often({ plan }: { plan: Plan }) {
  const draft = plan.draft.value;
  const { repeat } = draft;
  const repeats = repeat.every !== 'once';
  return (
    <section class="part" aria-labelledby="often-title">
      <h2 id="often-title">{t('planner.often')}</h2>
      <fieldset class="days">
        <legend class="visually-hidden">{t('planner.often')}</legend>
        {kinds.map((every) => (
          <label class="choice-line" key={every}>
            <input
              type="radio"
              name="every"
              value={every}
              checked={repeat.every === every}
              onChange={() => plan.changeRepeat({ every, interval: 1 })}
            />
            {t(`planner.every.${every}`)}
          </label>
        ))}
      </fieldset>
      {repeats && (
        <div class="pair">
          <label>
            {t(repeat.every === 'week' ? 'planner.interval.week' : 'planner.interval.month')}
            <input
              type="number"
              min={1}
              max={repeat.every === 'week' ? 52 : 12}
              value={repeat.interval}
              onInput={(e) => plan.changeRepeat({ interval: whole(e.currentTarget.valueAsNumber, 1, repeat.every === 'week' ? 52 : 12) })}
            />
          </label>
          {repeat.every === 'month' && <Nth plan={plan} />}
          <Ends plan={plan} />
        </div>
      )}
      {repeat.every === 'week' && (
        <Days
          legend={t('planner.on-days')}
          days={repeat.days.length ? repeat.days : own(draft.date)}
          change={(days) => plan.changeRepeat({ days })}
        />
      )}
      {repeats && <Turns plan={plan} />}
    </section>
  );
}

const whole = (value: number, least: number, most: number) => Math.min(most, Math.max(least, Math.trunc(value) || least));

function own(date: string) {
  const day = isDate(date) ? weekdays[weekdayOf(date) - 1] : undefined;
  return day ? [day] : [];
}

function Nth({ plan }: { plan: Plan }) {
  const draft = plan.draft.value;
  const weekday = isDate(draft.date) ? t(`day.${weekdayOf(draft.date)}`) : t('planner.nth.day');
  const number = Number(draft.date.slice(8, 10)) || 1;
  const ownNth = number > 28 ? -1 : Math.floor((number - 1) / 7) + 1;
  return (
    <label>
      {t('planner.nth')}
      <select value={draft.repeat.nth || ownNth} onChange={(e) => plan.changeRepeat({ nth: Number(e.currentTarget.value) })}>
        {[1, 2, 3, 4, -1].map((nth) => (
          <option key={nth} value={nth}>
            {t(`planner.nth.${nth}`, { weekday })}
          </option>
        ))}
      </select>
    </label>
  );
}

function Ends({ plan }: { plan: Plan }) {
  const { repeat } = plan.draft.value;
  return (
    <>
      <label>
        {t('planner.ends')}
        <select value={repeat.ends} onChange={(e) => plan.changeRepeat({ ends: e.currentTarget.value as Repeat['ends'] })}>
          <option value="count">{t('planner.ends.count')}</option>
          <option value="until">{t('planner.ends.until')}</option>
        </select>
      </label>
      {repeat.ends === 'count' ? (
        <label>
          {t('planner.count')}
          <input
            id="count"
            type="number"
            min={1}
            max={200}
            value={repeat.count}
            onInput={(e) => e.currentTarget.value && plan.changeRepeat({ count: whole(e.currentTarget.valueAsNumber, 1, 200) })}
          />
        </label>
      ) : (
        <label>
          {t('planner.until')}
          <input id="until" type="date" value={repeat.until} onInput={(e) => plan.changeRepeat({ until: e.currentTarget.value })} />
        </label>
      )}
    </>
  );
}

/** Times of day that take turns, so that the night goes round. */
function Turns({ plan }: { plan: Plan }) {
  const draft = plan.draft.value;
  const day = plan.day.answer.value;
  const turn = day && turnFor(day, chosenColumn(day.starts, draft.time, draft.overlap), [draft.time, ...draft.turns]);
  const replace = (index: number, time: string) => plan.change({ turns: draft.turns.map((other, i) => (i === index ? time : other)) });
  return (
    <fieldset class="turns">
      <legend>{t('planner.turns')}</legend>
      <p class="hint">{t('planner.turns.hint')}</p>
      {draft.turns.map((time, i) => (
        <div class="with-button" key={i}>
          <label>
            {t('planner.turns.number', { number: i + 2 })}
            <input type="time" value={time} onInput={(e) => replace(i, e.currentTarget.value)} />
          </label>
          <button
            type="button"
            class="quiet small"
            data-action="remove-turn"
            aria-label={t('planner.remove', { name: time })}
            onClick={() => plan.change({ turns: draft.turns.filter((_, index) => index !== i) })}
          >
            <span aria-hidden="true">×</span>
          </button>
        </div>
      ))}
      <p class="actions">
        {turn && draft.turns.length < 11 && (
          <button
            type="button"
            class="quiet"
            data-action="take-turn"
            aria-disabled={!plan.day.fresh.value}
            onClick={() => plan.day.fresh.value && plan.change({ turns: [...draft.turns, turn.time] })}
          >
            {t(turn.instead.length ? 'planner.turns.suggest' : 'planner.turns.suggest.free', {
              anchor: sayAnchor(turn.time, draft.zone, draft.zonePlace),
              inside: turn.inside,
              of: turn.total,
              names: sayNames(turn.spared),
              instead: sayNames(turn.instead),
            })}
          </button>
        )}
        {draft.turns.length < 11 && (
          <button type="button" class="quiet" data-action="add-turn" onClick={() => plan.change({ turns: [...draft.turns, ''] })}>
            {t('planner.turns.add')}
          </button>
        )}
      </p>
    </fieldset>
  );
}
