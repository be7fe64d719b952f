import type { ReadonlySignal } from '@preact/signals';
import type { ClockBook } from '../live/clockBook';
import { t } from '../text';
import { PlaceTime } from '../ui/ClockStrip';
import { Picture } from '../ui/Media';
import type { Desk } from './desk';
import { Monitors, Sounds } from './Monitors';
import { Outputs } from './Outputs';
import { onAir, scenes } from './program';
import { Refusal } from './Refusal';
import { SoundButton } from './SoundButton';

interface Props {
  desk: Desk;
  now: ReadonlySignal<number>;
  book: ClockBook;
}

export function ProgramPanel(props: Props) {
  const { desk } = props;
  const view = desk.program.view.value;
  if (!view) return null;
  return (
    <section class="program-panel" aria-labelledby="program-title" data-phase={view.phase} data-mode={view.mode}>
      <h2 id="program-title">{t('console.program')}</h2>
      {view.trouble !== 'none' && (
        <p class="notice" role="status" data-trouble={view.trouble}>
          {t(`program.trouble.${view.trouble}`, { fps: view.fps, full: view.fullFps })}
        </p>
      )}
      <Monitors desk={desk} />
      <Watching desk={desk} />
      <p class="mode" role="status">
        {t(view.killed ? 'program.killed' : view.phase === 'starting' ? 'program.starting' : `program.mode.${view.mode}`)}
      </p>
      <Refusal desk={desk} at="program" />
      <Scenes desk={desk} />
      <People {...props} />
      <Card desk={desk} />
      <Outputs desk={desk} />
    </section>
  );
}

function Watching({ desk }: { desk: Desk }) {
  const watching = desk.watching.value;
  if (!watching) {
    return (
      <button type="button" class="quiet wide" data-action="watch" onClick={() => desk.watch()}>
        {t('program.watch')}
      </button>
    );
  }
  const backstage = desk.hears.value === 'backstage';
  return (
    <div class="actions">
      <SoundButton desk={desk} />
      {watching.backstage && watching.program && (
        <button
          type="button"
          class="quiet"
          data-action="hear"
          aria-pressed={backstage}
          onClick={() => (desk.hears.value = backstage ? 'program' : 'backstage')}
        >
          {t('program.hear-backstage')}
        </button>
      )}
      <button type="button" class="quiet" data-action="stop" onClick={() => desk.unwatch()}>
        {t('program.unwatch')}
      </button>
    </div>
  );
}

function Scenes({ desk }: { desk: Desk }) {
  const { program, shortcuts } = desk;
  const view = program.view.value;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a row */}
      <div class="scenes" role="group" aria-label={t('program.scenes')}>
        {scenes.map((scene, i) => (
          <button
            type="button"
            key={scene}
            class="quiet"
            data-scene={scene}
            aria-pressed={view?.preview?.kind === scene}
            aria-keyshortcuts={String(i + 1)}
            onClick={() => void program.prepare(scene)}
          >
            {shortcuts.value && <kbd>{i + 1}</kbd>} {t(`program.scene.${scene}`)}
          </button>
        ))}
      </div>
      <div class="actions take">
        <button type="button" data-action="take-scene" aria-keyshortcuts="t" disabled={!view?.preview} onClick={() => void program.take()}>
          {t('program.take')} {shortcuts.value && <kbd>T</kbd>}
        </button>
        <button
          type="button"
          class="quiet"
          data-action="automatic"
          aria-pressed={view?.mode === 'auto'}
          onClick={() => void program.automatic()}
        >
          {t('program.automatic')}
        </button>
      </div>
    </>
  );
}

/** Those backstage, to choose from: the first chosen is the large one. */
function People({ desk, now, book }: Props) {
  const backstage = desk.watching.value?.backstage;
  const slots = backstage?.watcher.slots.value ?? [];
  const there = desk.speakers.value.filter((s) => s.where !== 'away' || s.keepsPlace);
  const can = new Set(onAir(there).map((s) => s.id));
  const chosen = desk.program.chosen.value;
  if (there.length === 0) return null;
  return (
    <>
      <h3 id="people-title">{t('program.people')}</h3>
      <ul class="people" aria-labelledby="people-title">
        {there.map((s) => {
          const order = chosen.indexOf(s.id);
          const picture = desk.slotOf(s.id, 'camera');
          const shares = desk.slotOf(s.id, 'screen') !== undefined;
          return (
            <li key={s.id}>
              <button
                type="button"
                class="quiet person"
                data-choose={s.id}
                aria-pressed={order >= 0}
                disabled={!can.has(s.id)}
                onClick={() => desk.program.choose(s.id)}
              >
                {picture && <Picture slot={picture} speaker={s.id} label="" />}
                <span class="person-name">
                  {order >= 0 && <b class="order">{order + 1}</b>} <bdi>{s.name}</bdi>{' '}
                  <PlaceTime place={s.place ?? ''} clock={book.of(s.zone)} now={now} />
                </span>
                {shares && <small>{t('program.shares')}</small>}
                {!can.has(s.id) && <small>{t(`where.${s.where}`)}</small>}
              </button>
            </li>
          );
        })}
      </ul>
      {backstage && <Sounds slots={slots} desk={desk} from="backstage" />}
    </>
  );
}

/** The question in the picture. It comes with "Take live" by itself; here it can be taken away and shown again. */
function Card({ desk }: { desk: Desk }) {
  const shown = desk.program.view.value?.card?.question;
  const all = desk.questions.all.value;
  const live = [...all.values()].find((q) => q.state === 'live');
  const question = (shown ? all.get(shown) : undefined) ?? live;
  return (
    <div class="card-line" data-card={shown}>
      <h3>{t('program.card')}</h3>
      {!question && <p class="empty">{t('program.card.none')}</p>}
      {question && (
        <p class="question-text" dir="auto">
          {question.text}
        </p>
      )}
      <div class="actions">
        {shown ? (
          <button type="button" class="quiet" data-action="clear-card" onClick={() => void desk.program.clearCard()}>
            {t('program.card.clear')}
          </button>
        ) : (
          live && (
            <button type="button" class="quiet" data-action="show-card" onClick={() => void desk.program.showCard(live.id)}>
              {t('program.card.show')}
            </button>
          )
        )}
      </div>
    </div>
  );
}
