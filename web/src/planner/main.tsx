import { useSignal } from '@preact/signals';
import { render } from 'preact';
import { enhanceChoices } from '../page/choices';
import { t } from '../text';
import { start } from '../ui/start';
import { BestHours } from './BestHours';
import { Chips } from './Chips';
import { languageName, languageNames, languageOf } from './languages';
import { Occurrences } from './Occurrences';
import { Offices } from './Offices';
import { Often } from './Often';
import { Publish, Published } from './Publish';
import { Plan } from './plan';
import { When } from './When';

const started = start();
const place = document.getElementById('content');
enhanceChoices();
if (started && place) {
  const { boot } = started;
  const plan = new Plan({ language: boot.language, today: boot.serverTime, credentials: { csrf: boot.csrf }, store: storage() });
  plan.start();
  addEventListener('online', () => plan.askAgain());
  place.replaceChildren();
  render(<Planner plan={plan} language={boot.language} />, place);
}

/** A browser may forbid it. */
function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

function Planner({ plan, language }: { plan: Plan; language: string }) {
  const published = plan.published.value;
  const news = plan.news.value;
  return (
    <>
      <h1>{t('planner.title')}</h1>
      {published ? (
        <Published plan={plan} series={published} />
      ) : (
        <>
          <p class="lead">{t('planner.lead')}</p>
          {plan.restored.value && <Restored plan={plan} />}
          <What plan={plan} language={language} />
          <Offices plan={plan} language={language} />
          <BestHours plan={plan} />
          <When plan={plan} />
          <Often plan={plan} />
          <Occurrences plan={plan} />
          <Publish plan={plan} />
        </>
      )}
      <p class="visually-hidden" role="status">
        {news && t(news.key, { count: news.count })}
      </p>
    </>
  );
}

/** The draft from before is there: said, with the way out of it. */
function Restored({ plan }: { plan: Plan }) {
  const sure = useSignal(false);
  return (
    <div class="notice restored" data-restored>
      <p>{t(sure.value ? 'planner.discard.sure' : 'planner.restored')}</p>
      <p class="actions">
        {sure.value ? (
          <>
            <button type="button" class="danger" data-action="discard-sure" onClick={() => plan.startAnew()}>
              {t('planner.discard')}
            </button>
            <button type="button" class="quiet" data-action="cancel" onClick={() => (sure.value = false)}>
              {t('common.cancel')}
            </button>
          </>
        ) : (
          <>
            <button type="button" class="quiet" data-action="discard" onClick={() => (sure.value = true)}>
              {t('planner.discard')}
            </button>
            <button type="button" class="quiet" data-action="go-on" onClick={() => (plan.restored.value = false)}>
              {t('planner.go-on')}
            </button>
          </>
        )}
      </p>
    </div>
  );
}

function What({ plan, language }: { plan: Plan; language: string }) {
  const draft = plan.draft.value;
  return (
    <section class="part" aria-labelledby="what-title">
      <h2 id="what-title">{t('planner.what')}</h2>
      <div class="fields">
        <label>
          {t('planner.name')}
          <input id="title" maxlength={200} dir="auto" value={draft.title} onInput={(e) => plan.change({ title: e.currentTarget.value })} />
        </label>
        <div class="pair">
          <Chips
            id="languages"
            label={t('planner.languages')}
            hint={t('planner.languages.hint')}
            wrong={t('planner.languages.wrong')}
            list="language-names"
            values={draft.languages}
            say={(tag) => languageName(tag, language)}
            read={(typed) => languageOf(typed, language)}
            change={(languages) => plan.change({ languages })}
          />
          <label>
            {t('planner.minutes')}
            <input
              id="minutes"
              type="number"
              min={5}
              max={720}
              step={5}
              value={draft.minutes}
              onInput={(e) => {
                const minutes = Math.trunc(e.currentTarget.valueAsNumber);
                if (minutes >= 5 && minutes <= 720) plan.change({ minutes });
              }}
              onBlur={(e) => {
                e.currentTarget.value = String(plan.draft.value.minutes); // what the field shows is what is planned
              }}
            />
          </label>
        </div>
        <label class="choice-line">
          <input
            id="minors"
            type="checkbox"
            checked={draft.minors}
            aria-describedby="minors-hint"
            onChange={(e) => plan.change({ minors: e.currentTarget.checked })}
          />
          {t('planner.minors')}
        </label>
        <p class="hint" id="minors-hint">
          {t('planner.minors.hint')}
        </p>
        <datalist id="language-names">
          {languageNames(language).map(({ tag, name }) => (
            <option key={tag} value={name} />
          ))}
        </datalist>
      </div>
    </section>
  );
}
