import { useSignal } from '@preact/signals';
import { t } from '../text';
import { Chips } from './Chips';
import { type PlannedOffice, type Quiet, type Weekday, weekdays } from './draft';
import { languageName, languageOf } from './languages';
import { PlaceBox } from './PlaceBox';
import type { Plan } from './plan';
import { isDate, sayList, sayLongDate } from './words';

interface EditorProps {
  plan: Plan;
  office: PlannedOffice;
  language: string;
}

/** An office's languages, days and hours; folded until they are asked for, since most offices are like the others. */
export function OfficeEditor({ plan, office, language }: EditorProps) {
  const open = useSignal(false);
  return (
    <details class="whole editor" open={open} onToggle={(e) => (open.value = e.currentTarget.open)}>
      <summary data-action="edit-office">{summaryOf(office, language)}</summary>
      {open.value && <Fields plan={plan} office={office} language={language} />}
    </details>
  );
}

function summaryOf(office: PlannedOffice, language: string): string {
  const parts = [t('planner.office.hours', { days: sayDays(office.workingDays), from: office.from, to: office.to })];
  if (office.quiet.length) parts.push(t('planner.office.quiet-count', { count: office.quiet.length }));
  if (office.daysOff.length) parts.push(t('planner.office.off-count', { count: office.daysOff.length }));
  if (office.languages.length) parts.push(sayList(office.languages.map((tag) => languageName(tag, language))));
  return parts.join(' · ');
}

/** "Monday to Friday", or each. */
function sayDays(days: Weekday[]): string {
  const numbers = weekdays.flatMap((day, i) => (days.includes(day) ? [i] : []));
  const [first] = numbers;
  const last = numbers.at(-1);
  if (first === undefined || last === undefined) return t('planner.office.no-days');
  const name = (number: number) => t(`day.${number + 1}`);
  if (numbers.length > 2 && last - first === numbers.length - 1)
    return t('planner.office.day-range', { from: name(first), to: name(last) });
  return sayList(numbers.map(name));
}

function Fields({ plan, office, language }: EditorProps) {
  const id = (field: string) => `${field}-${office.key}`;
  const change = (part: Partial<PlannedOffice>) => plan.changeOffice(office.key, part);
  return (
    <div class="fields">
      <div class="pair">
        <label>
          {t('planner.office.name')}
          <input maxlength={100} dir="auto" value={office.name} onInput={(e) => change({ name: e.currentTarget.value })} />
        </label>
        <PlaceBox
          id={id('place')}
          label={t('planner.office.elsewhere')}
          find={plan.find}
          choose={(place) => plan.place(office.key, place)}
        />
      </div>
      <Days legend={t('planner.office.days')} days={office.workingDays} change={(workingDays) => change({ workingDays })} />
      <fieldset>
        <legend>{t('planner.office.day')}</legend>
        <div class="pair">
          <label>
            {t('planner.from')}
            <input type="time" value={office.from} onInput={(e) => e.currentTarget.value && change({ from: e.currentTarget.value })} />
          </label>
          <label>
            {t('planner.to')}
            <input type="time" value={office.to} onInput={(e) => e.currentTarget.value && change({ to: e.currentTarget.value })} />
          </label>
        </div>
        {office.to !== '00:00' && office.to <= office.from && <p class="field-problem">{t('planner.office.day-wrong')}</p>}
      </fieldset>
      <QuietHours office={office} change={(quiet) => change({ quiet })} />
      <div class="pair">
        <Chips
          id={id('off')}
          type="date"
          label={t('planner.office.off')}
          hint={t('planner.office.off.hint')}
          wrong={t('planner.date.wrong')}
          values={office.daysOff}
          say={sayLongDate}
          read={(typed) => (isDate(typed) ? typed : undefined)}
          change={(daysOff) => change({ daysOff: [...daysOff].sort() })}
        />
        <Chips
          id={id('languages')}
          label={t('planner.office.languages')}
          hint={t('planner.languages.hint')}
          wrong={t('planner.languages.wrong')}
          list="language-names"
          values={office.languages}
          say={(tag) => languageName(tag, language)}
          read={(typed) => languageOf(typed, language)}
          change={(languages) => change({ languages })}
        />
        <label>
          {t('planner.office.nights')}
          <input
            type="number"
            min={0}
            max={1000}
            value={office.nights}
            onInput={(e) => change({ nights: Math.min(1000, Math.max(0, Math.trunc(e.currentTarget.valueAsNumber) || 0)) })}
          />
          <span class="hint">{t('planner.office.nights.hint')}</span>
        </label>
      </div>
      <p class="actions">
        <button
          type="button"
          class="quiet"
          data-action="keep-office"
          disabled={plan.busy.value === 'saving'}
          onClick={() => void plan.keep([office.key])}
        >
          {t(office.saved ? 'planner.keep.changes' : 'planner.keep')}
        </button>
      </p>
    </div>
  );
}

interface DaysProps {
  legend: string;
  days: Weekday[];
  change: (days: Weekday[]) => void;
}

export function Days({ legend, days, change }: DaysProps) {
  return (
    <fieldset class="days">
      <legend>{legend}</legend>
      {weekdays.map((day, i) => (
        <label class="choice-line" key={day}>
          <input
            type="checkbox"
            data-day={day}
            checked={days.includes(day)}
            onChange={(e) => change(weekdays.filter((d) => (d === day ? e.currentTarget.checked : days.includes(d))))}
          />
          {t(`day.${i + 1}`)}
        </label>
      ))}
    </fieldset>
  );
}

function QuietHours({ office, change }: { office: PlannedOffice; change: (quiet: Quiet[]) => void }) {
  const replace = (index: number, part: Partial<Quiet>) => change(office.quiet.map((q, i) => (i === index ? { ...q, ...part } : q)));
  return (
    <fieldset>
      <legend>{t('planner.office.quiet')}</legend>
      <p class="hint">{t('planner.office.quiet.hint')}</p>
      {office.quiet.map((quiet, i) => (
        <div class="quiet-row" key={i}>
          <label>
            {t('planner.from')}
            <input type="time" value={quiet.from} onInput={(e) => replace(i, { from: e.currentTarget.value })} />
          </label>
          <label>
            {t('planner.to')}
            <input type="time" value={quiet.to} onInput={(e) => replace(i, { to: e.currentTarget.value })} />
          </label>
          <label>
            {t('planner.office.quiet.on')}
            <select
              value={quiet.days[0] ?? ''}
              onChange={(e) => replace(i, { days: e.currentTarget.value ? [e.currentTarget.value as Weekday] : [] })}
            >
              <option value="">{t('planner.every-day')}</option>
              {weekdays.map((day, number) => (
                <option key={day} value={day}>
                  {t(`day.${number + 1}`)}
                </option>
              ))}
            </select>
          </label>
          <button
            type="button"
            class="quiet small"
            data-action="remove-quiet"
            aria-label={t('planner.remove', { name: `${quiet.from}–${quiet.to}` })}
            onClick={() => change(office.quiet.filter((_, index) => index !== i))}
          >
            <span aria-hidden="true">×</span>
          </button>
        </div>
      ))}
      <button
        type="button"
        class="quiet"
        data-action="add-quiet"
        disabled={office.quiet.length >= 20}
        onClick={() => change([...office.quiet, { from: '12:00', to: '13:00', days: [] }])}
      >
        {t('planner.office.quiet.add')}
      </button>
    </fieldset>
  );
}
