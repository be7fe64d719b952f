import { useSignal } from '@preact/signals';
import { t } from '../text';
import { DayGrid } from './DayGrid';
import { isWhole, placed } from './draft';
import { chosenColumn } from './grid';
import { PlaceBox } from './PlaceBox';
import { placeName } from './places';
import type { Plan } from './plan';
import { Refused } from './Refused';
import { dateOf, localAt, sayAnchor, sayLongDate, timeOf } from './words';

/** The anchor in words, and the day against every office. */
export function When({ plan }: { plan: Plan }) {
  const draft = plan.draft.value;
  const day = plan.day.answer.value;
  const refusal = plan.day.refusal.value;
  return (
    <section class="part" aria-labelledby="when-title">
      <h2 id="when-title">{t('planner.when')}</h2>
      <div class="pair">
        <label>
          {t('planner.date')}
          <input id="date" type="date" value={draft.date} onInput={(e) => plan.change({ date: e.currentTarget.value })} />
        </label>
        <label>
          {t('planner.time')}
          <input id="time" type="time" value={draft.time} onInput={(e) => plan.change({ time: e.currentTarget.value })} />
        </label>
        <Anchor plan={plan} />
      </div>
      <AnchorMoved plan={plan} />
      <Choices plan={plan} />
      <Chosen plan={plan} />
      {refusal && <Refused plan={plan} answer={refusal} again={() => plan.askAgain()} />}
      {!day && placed(draft).length === 0 && <p class="empty">{t('planner.grid.none')}</p>}
      {day && (
        <>
          <h3 id="grid-title">{t('planner.grid', { date: sayLongDate(day.starts[0]?.local ?? draft.from), place: draft.zonePlace })}</h3>
          <Legend />
          <DayGrid plan={plan} grid={day} fresh={plan.day.fresh.value} />
        </>
      )}
    </section>
  );
}

const elsewhere = '?';

function Anchor({ plan }: { plan: Plan }) {
  const draft = plan.draft.value;
  const asks = useSignal(false);
  const offices = placed(draft);
  const known = new Map(offices.map((office) => [`${office.zone} ${office.name}`, office]));
  const value = `${draft.zone} ${draft.zonePlace}`;
  const isOwn = draft.zone !== 'UTC' && !known.has(value);
  return (
    <div>
      <label>
        {t('planner.anchor')}
        <select
          id="anchor"
          value={asks.value ? elsewhere : draft.zone === 'UTC' ? 'UTC' : value}
          aria-describedby="anchor-hint"
          onChange={(e) => {
            const chosen = e.currentTarget.value;
            asks.value = chosen === elsewhere;
            const office = known.get(chosen);
            if (chosen === 'UTC') plan.anchor('UTC', 'UTC');
            else if (office) plan.anchor(office.zone, office.name);
          }}
        >
          <option value="UTC">{t('planner.anchor.is-utc')}</option>
          {isOwn && <option value={value}>{t('planner.anchor.in', { place: draft.zonePlace })}</option>}
          {[...known].map(([key, office]) => (
            <option key={office.key} value={key}>
              {t('planner.anchor.in', { place: office.name })}
            </option>
          ))}
          <option value={elsewhere}>{t('planner.anchor.elsewhere')}</option>
        </select>
      </label>
      {asks.value && (
        <PlaceBox
          id="anchor-place"
          label={t('planner.anchor.where')}
          find={plan.find}
          choose={(place) => {
            asks.value = false;
            plan.anchor(place.zone, placeName(place));
          }}
        />
      )}
      <p class="hint" id="anchor-hint">
        {draft.zone === 'UTC' ? t('planner.anchor.utc-kept') : t('planner.anchor.kept', { place: draft.zonePlace })}
      </p>
    </div>
  );
}

/** Another clock counts now: which of the two is kept, the hour on the wall or the moment, is the organiser's word. */
function AnchorMoved({ plan }: { plan: Plan }) {
  const moved = plan.anchorMoved.value;
  const { date, time, zone, zonePlace } = plan.draft.value;
  if (!moved) return null;
  const { before, there } = moved;
  return (
    <div class="notice" role="status" data-anchor-moved={zone}>
      <p>
        {t('planner.anchor.moved', {
          now: sayAnchor(time, zone, zonePlace),
          before: t('planner.chosen', { date: sayLongDate(before.date), anchor: sayAnchor(before.time, before.zone, before.zonePlace) }),
        })}
      </p>
      <p class="actions">
        <button type="button" class="quiet" data-action="keep-wall-clock" onClick={() => plan.keepWallClock()}>
          {t('planner.anchor.keep-hour', {
            anchor: t('planner.chosen', { date: sayLongDate(date), anchor: sayAnchor(time, zone, zonePlace) }),
          })}
        </button>
        <button type="button" class="quiet" data-action="keep-moment" onClick={() => plan.keepMoment()}>
          {t('planner.anchor.keep-moment', {
            anchor: t('planner.chosen', {
              date: sayLongDate(there.local),
              anchor: sayAnchor(timeOf(there.local), zone, zonePlace, there.offset),
            }),
          })}
        </button>
      </p>
    </div>
  );
}

/** The start in one sentence, with how many it suits: read out when it changes. */
function Chosen({ plan }: { plan: Plan }) {
  const draft = plan.draft.value;
  const day = plan.day.answer.value;
  const column = chosenColumn(day?.starts ?? [], draft.time, draft.overlap);
  const start = day?.starts[column];
  if (!isWhole(draft.date) || draft.time === '') return <p class="empty">{t('planner.chosen.none')}</p>;
  // Where clocks jump over the hour the series says what it becomes; until it has answered, the table knows the offset.
  const first = plan.series.fresh.value ? plan.series.answer.value?.occurrences[0]?.event.start : undefined;
  const known = first?.local === `${draft.date}T${draft.time}` && first.zone === draft.zone ? first : undefined;
  const local = known ? localAt(known.instant, known.offset) : `${draft.date}T${draft.time}`;
  const offset = known?.offset ?? (start?.local.startsWith(draft.date) ? start.offset : undefined);
  const anchor = sayAnchor(timeOf(local), draft.zone, draft.zonePlace, offset);
  return (
    <p class="chosen" role="status" data-chosen={`${draft.date}T${draft.time}`}>
      <strong>{t('planner.chosen', { date: sayLongDate(local), anchor })}</strong>{' '}
      {day && plan.day.fresh.value && start && timeOf(start.local) === draft.time && (
        <span>{t('planner.chosen.inside', { inside: day.inside[column] ?? 0, count: day.offices.length })}</span>
      )}
      {first && dateOf(first.local) !== draft.date && (
        <span data-first={dateOf(first.local)}>{t('planner.chosen.first', { date: sayLongDate(first.local) })}</span>
      )}
    </p>
  );
}

/** A time that clocks skip or repeat: nobody but the organiser knows what was meant. */
function Choices({ plan }: { plan: Plan }) {
  const draft = plan.draft.value;
  const open = plan.choices.value;
  const first = open?.choices[0];
  return (
    <>
      {open && first && (
        <fieldset class="problem" data-choices={open.skipped ? 'skipped' : 'doubled'}>
          <legend>
            {t(open.skipped ? 'planner.skipped' : 'planner.doubled', {
              date: sayLongDate(first.local),
              place: draft.zonePlace,
              time: draft.time,
              number: open.number,
            })}
          </legend>
          <p class="actions">
            {open.choices.map((choice) => (
              <button
                key={choice.resolve}
                type="button"
                class="quiet"
                data-action="resolve"
                data-resolve={choice.resolve}
                onClick={() => {
                  plan.resolve(choice.resolve);
                  document.getElementById('time')?.focus(); // this button goes
                }}
              >
                {t(`planner.resolve.${choice.resolve}`, {
                  anchor: sayAnchor(timeOf(choice.local), draft.zone, draft.zonePlace, choice.offset),
                })}
              </button>
            ))}
          </p>
        </fieldset>
      )}
      {(draft.gap || draft.overlap) && (
        <p class="chosen-policy">
          {draft.gap && <span>{t(`planner.policy.${draft.gap}`)} </span>}
          {draft.overlap && <span>{t(`planner.policy.${draft.overlap}`)} </span>}
          <button
            type="button"
            class="quiet"
            data-action="choose-again"
            onClick={() => {
              const { gap: _, overlap: __, ...rest } = draft;
              plan.draft.value = rest;
            }}
          >
            {t('planner.policy.again')}
          </button>
        </p>
      )}
    </>
  );
}

const kinds = ['day', 'edge', 'quiet', 'day-off', 'night'] as const;

function Legend() {
  return (
    <ul class="legend">
      {kinds.map((kind) => (
        <li key={kind}>
          <span class="swatch" data-convenience={kind} aria-hidden="true">
            {t(`planner.letter.${kind}`)}
          </span>{' '}
          {t(`schedule.convenience.${kind}`)}
        </li>
      ))}
    </ul>
  );
}
