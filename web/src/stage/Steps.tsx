import { signal } from '@preact/signals';
import { t } from '../text';
import { Self } from '../ui/Media';
import type { Visit } from './visit';

export function ConsentStep({ visit, language }: { visit: Visit; language: string }) {
  const canRead = 'speechSynthesis' in window;
  return (
    <section class="step">
      <h1>{t('stage.consent.title')}</h1>
      <p class="large">{t('stage.consent.text')}</p>
      {canRead && (
        <button type="button" class="quiet" data-action="read" onClick={() => read(t('stage.consent.text'), language)}>
          {t('stage.consent.read')}
        </button>
      )}
      <button type="button" class="big" data-action="continue" onClick={() => visit.agree()}>
        {t('stage.consent.agree')}
      </button>
    </section>
  );
}

function read(words: string, language: string): void {
  const speech = new SpeechSynthesisUtterance(words);
  speech.lang = language;
  speechSynthesis.cancel();
  speechSynthesis.speak(speech);
}

export function CheckStep({ visit }: { visit: Visit }) {
  const stream = visit.stream.value;
  const problem = visit.problem.value;
  return (
    <section class="step">
      <h1>{t('stage.check.title')}</h1>
      {problem && (
        <p class="problem" role="alert">
          {t(`stage.error.${problem}`)}
        </p>
      )}
      {stream ? <Checked visit={visit} stream={stream} /> : <Choose visit={visit} again={problem !== undefined} />}
      <p class="hint">
        <TestConnection event={visit.event.slug} />
      </p>
    </section>
  );
}

/** A page of its own, so that nothing here is interrupted. */
export function TestConnection({ event }: { event: string }) {
  return (
    <a href={`/connect?event=${encodeURIComponent(event)}`} target="_blank" rel="noopener" data-action="connect">
      {t('link.test')}
    </a>
  );
}

function Choose({ visit, again }: { visit: Visit; again: boolean }) {
  return (
    <div class="actions">
      <button type="button" class="big" data-action="devices" disabled={visit.asking.value} onClick={() => void visit.open(true)}>
        {t(again ? 'stage.retry' : 'stage.check.start')}
      </button>
      <button type="button" class="quiet" data-action="voice-only" disabled={visit.asking.value} onClick={() => void visit.open(false)}>
        {t('stage.check.voice-only')}
      </button>
    </div>
  );
}

function Checked({ visit, stream }: { visit: Visit; stream: MediaStream }) {
  const heard = visit.level.heard.value;
  const verdict = !heard ? 'stage.check.quiet' : visit.camera.value ? 'stage.check.seen' : 'stage.check.voice';
  return (
    <>
      {visit.camera.value ? (
        <figure class="tile self">
          <Self stream={stream} label={t('stage.check.preview')} />
        </figure>
      ) : (
        <p class="no-picture">{t('stage.no-picture')}</p>
      )}
      <label class="level">
        {t('stage.check.level')}
        <meter min={0} max={1} low={0.25} value={visit.level.loudness.value} />
      </label>
      <p class="verdict" data-heard={heard} role="status">
        {t(verdict)}
      </p>
      {!heard && <p class="hint">{t('stage.check.say')}</p>}
      <div class="actions">
        <button type="button" class="big" data-action="continue" onClick={() => visit.greenRoom()}>
          {t('stage.check.go')}
        </button>
        {visit.camera.value && (
          <button type="button" class="quiet" data-action="voice-only" onClick={() => void visit.open(false)}>
            {t('stage.check.voice-only')}
          </button>
        )}
      </div>
    </>
  );
}

const returning = signal(false);

export function LeftStep({ visit }: { visit: Visit }) {
  return (
    <section class="step">
      <h1>{t('stage.left')}</h1>
      <button
        type="button"
        class="big"
        data-action="come-back"
        disabled={returning.value}
        onClick={async () => {
          returning.value = true;
          await visit.comeBack();
          returning.value = false;
        }}
      >
        {t('stage.come-back')}
      </button>
    </section>
  );
}
