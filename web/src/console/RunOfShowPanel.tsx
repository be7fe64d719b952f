import type { ReadonlySignal } from '@preact/signals';
import type { SegmentView } from '../contracts';
import { t } from '../text';
import type { Desk } from './desk';
import { standing } from './runOfShow';

interface Props {
  desk: Desk;
  now: ReadonlySignal<number>;
}

/** Planned against actual, small: what is on, what comes, how far from the plan. The whole plan is one press away. */
export function RunOfShowPanel({ desk, now }: Props) {
  const view = desk.show.view.value;
  if (!view || view.segments.length === 0) return null;
  const live = desk.state.value === 'live';
  const { current, next, behind, left } = standing(view.segments, now.value);
  return (
    <section class="show-panel" aria-labelledby="show-title" data-current={current?.number ?? 0} data-behind={behind}>
      <h2 id="show-title">{t('cue.title')}</h2>
      <p class="cue-now" role="status">
        {current ? (
          <>
            {t('cue.now')} <strong dir="auto">{current.title}</strong>
          </>
        ) : (
          t('cue.nothing')
        )}
      </p>
      {live && (
        <p class="cue-pace" data-pace={behind > 0 ? 'behind' : behind < 0 ? 'ahead' : 'on-time'}>
          <strong>{pace(behind)}</strong>
          {left !== undefined && <span> · {t(left < 0 ? 'cue.over' : 'cue.left', { span: minutes(Math.abs(left)) })}</span>}
        </p>
      )}
      {next ? (
        <div class="cue-next" data-cue={next.number}>
          <p>
            {t('cue.next')} <strong dir="auto">{next.title}</strong>
            <small class="cue-words">{next.words}</small>
          </p>
          <Speakers segment={next} />
          {live && <Begin segment={next} desk={desk} />}
        </div>
      ) : (
        <p class="hint">{t('cue.last')}</p>
      )}
      {!live && <p class="hint">{t('cue.not-live')}</p>}
      {desk.show.failed.value && (
        <p class="notice" role="alert">
          {t('console.failed')}
        </p>
      )}
      <details>
        <summary>{t('cue.all', { count: view.segments.length })}</summary>
        <ol class="cues">
          {view.segments.map((s) => (
            <li key={s.number} data-cue={s.number} data-began={s.began ? 'true' : 'false'}>
              <p>
                <strong dir="auto">{s.title}</strong>
                <small class="cue-words">{t('cue.planned', { at: s.words })}</small>
                {s.beganWords && (
                  <small class="cue-words">
                    {t('cue.began', { at: s.beganWords })} · {pace(s.lateMinutes ?? 0)}
                  </small>
                )}
              </p>
              <Speakers segment={s} />
              {live && s.number !== next?.number && s.number !== current?.number && <Begin segment={s} desk={desk} />}
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}

function Begin({ segment, desk }: { segment: SegmentView; desk: Desk }) {
  return (
    <button
      type="button"
      class="quiet"
      data-action="begin-segment"
      aria-label={t('cue.begin.what', { title: segment.title })}
      onClick={() => void desk.show.begin(segment.number)}
    >
      {t('cue.begin')}
    </button>
  );
}

function Speakers({ segment }: { segment: SegmentView }) {
  if (segment.speakers.length === 0) return null;
  return (
    <ul class="cue-speakers">
      {segment.speakers.map((s) => (
        <li key={`${s.zone} ${s.name}`} data-on-air={s.name} data-night={s.night}>
          <span class="glyph" aria-hidden="true" /> <bdi>{s.name}</bdi> <small>{s.words}</small>
          {s.night && <strong class="night-mark">{t('cue.night')}</strong>}
        </li>
      ))}
    </ul>
  );
}

const minutes = (count: number) => t('count.minutes', { count });

const pace = (behind: number) =>
  behind === 0 ? t('cue.on-time') : t(behind > 0 ? 'cue.behind' : 'cue.ahead', { span: minutes(Math.abs(behind)) });
