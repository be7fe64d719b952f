import { useSignal } from '@preact/signals';
import type { OfficeView } from '../contracts';
import { t } from '../text';
import { maxOffices, type PlannedOffice } from './draft';
import { OfficeEditor } from './OfficeEditor';
import { PlaceBox } from './PlaceBox';
import type { Plan } from './plan';
import { Refused } from './Refused';

export function Offices({ plan, language }: { plan: Plan; language: string }) {
  const draft = plan.draft.value;
  const fresh = draft.offices.filter((o) => o.zone !== '' && !o.saved);
  return (
    <section class="part" id="offices" tabindex={-1} aria-labelledby="offices-title">
      <h2 id="offices-title">
        {t('planner.offices')} {draft.offices.length > 0 && <span class="count">({draft.offices.length})</span>}
      </h2>
      <div class="ways">
        <PlaceBox
          id="add-place"
          label={t('planner.place.add')}
          hint={t('planner.place.hint')}
          find={plan.find}
          choose={(place) => plan.add(place)}
        />
        <Paste plan={plan} />
        <Saved plan={plan} />
      </div>
      {draft.offices.length === 0 ? (
        <p class="empty">{t('planner.offices.none')}</p>
      ) : (
        <ul class="offices">
          {draft.offices.map((office) => (
            <OfficeRow key={office.key} plan={plan} office={office} language={language} />
          ))}
        </ul>
      )}
      {draft.offices.length > maxOffices && <p class="problem">{t('planner.missing.too-many', { count: maxOffices })}</p>}
      {plan.trouble.value?.place === 'office' && <Refused plan={plan} answer={plan.trouble.value.answer} />}
      {fresh.length > 1 && (
        <p>
          <button
            type="button"
            class="quiet"
            data-action="keep-all"
            disabled={plan.busy.value === 'saving'}
            onClick={() => void plan.keep(fresh.map((o) => o.key))}
          >
            {t('planner.keep-all', { count: fresh.length })}
          </button>
        </p>
      )}
    </section>
  );
}

function Paste({ plan }: { plan: Plan }) {
  const busy = plan.busy.value === 'paste';
  const trouble = plan.trouble.value;
  return (
    <div class="paste">
      <label for="paste">{t('planner.paste')}</label>
      <textarea
        id="paste"
        rows={3}
        dir="auto"
        aria-describedby="paste-hint"
        value={plan.draft.value.pasted}
        onInput={(e) => plan.change({ pasted: e.currentTarget.value })}
      />
      <p class="hint" id="paste-hint">
        {t('planner.paste.hint')}
      </p>
      {trouble?.place === 'paste' && <Refused plan={plan} answer={trouble.answer} again={() => void plan.addPasted()} />}
      <button
        type="button"
        data-action="add-pasted"
        disabled={plan.draft.value.pasted.trim() === ''}
        aria-busy={busy}
        onClick={() => void plan.addPasted()}
      >
        {t(busy ? 'planner.paste.busy' : 'planner.paste.add')}
      </button>
    </div>
  );
}

function Saved({ plan }: { plan: Plan }) {
  const chosen = useSignal<ReadonlySet<string>>(new Set());
  const saved = plan.saved.value;
  const used = new Set(plan.draft.value.offices.map((o) => o.saved?.id));
  const offered = (saved ?? []).filter((o) => !used.has(o.id));
  const trouble = plan.trouble.value;
  if (!saved)
    return trouble?.place === 'saved' ? <Refused plan={plan} answer={trouble.answer} again={() => void plan.readSaved()} /> : null;
  if (saved.length === 0) return null;

  function use(offices: OfficeView[]) {
    plan.useSaved(offices);
    chosen.value = new Set();
  }
  return (
    <details class="saved">
      <summary>{t('planner.saved', { count: saved.length })}</summary>
      {offered.length === 0 && <p class="hint">{t('planner.saved.all-used')}</p>}
      {offered.length > 0 && (
        <>
          <ul class="saved-list">
            {offered.map((office) => (
              <li key={office.id}>
                <label class="choice-line">
                  <input
                    type="checkbox"
                    checked={chosen.value.has(office.id)}
                    onChange={(e) => {
                      const next = new Set(chosen.value);
                      if (e.currentTarget.checked) next.add(office.id);
                      else next.delete(office.id);
                      chosen.value = next;
                    }}
                  />
                  <bdi>{office.plan.name}</bdi>
                </label>
              </li>
            ))}
          </ul>
          <p class="actions">
            <button
              type="button"
              data-action="use-chosen"
              disabled={chosen.value.size === 0}
              onClick={() => use(offered.filter((o) => chosen.value.has(o.id)))}
            >
              {t('planner.saved.use', { count: chosen.value.size })}
            </button>
            <button type="button" class="quiet" data-action="use-all" onClick={() => use(offered)}>
              {t('planner.saved.all')}
            </button>
          </p>
        </>
      )}
    </details>
  );
}

function OfficeRow({ plan, office, language }: { plan: Plan; office: PlannedOffice; language: string }) {
  const lost = office.zone === '';
  return (
    <li class="office" data-office={office.name} data-zone={office.zone} data-lost={lost}>
      <p class="office-name">
        <strong dir="auto">{office.name || t('planner.office.unnamed')}</strong>
        {!lost && (
          <span class="hint" dir="auto">
            {office.place || office.name}
          </span>
        )}
      </p>
      <button
        type="button"
        class="quiet small"
        data-action="remove-office"
        aria-label={t('planner.remove', { name: office.name || office.place })}
        onClick={() => plan.remove(office.key)}
      >
        <span aria-hidden="true">×</span>
      </button>
      {lost && (
        <div class="whole">
          <p class="field-problem">{t('planner.office.where', { name: office.name })}</p>
          <PlaceBox
            id={`where-${office.key}`}
            label={t('planner.place')}
            find={plan.find}
            initial={office.name}
            choose={(place) => plan.place(office.key, place)}
          />
        </div>
      )}
      {!lost && plan.unsure.value.has(office.key) && (
        <div class="whole">
          <p class="field-problem">{t('planner.office.sure', { place: office.place })}</p>
          <button type="button" class="quiet" data-action="sure" onClick={() => plan.sure(office.key)}>
            {t('planner.office.right')}
          </button>
        </div>
      )}
      {!lost && <OfficeEditor plan={plan} office={office} language={language} />}
    </li>
  );
}
