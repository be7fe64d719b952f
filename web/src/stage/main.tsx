import { effect } from '@preact/signals';
import { render } from 'preact';
import { ClockBook } from '../live/clockBook';
import { t } from '../text';
import { ClockStrip } from '../ui/ClockStrip';
import { OpenStep } from '../ui/OpenStep';
import { type Started, start } from '../ui/start';
import { OnStage } from './OnStage';
import { CheckStep, ConsentStep, LeftStep } from './Steps';
import { Visit } from './visit';

const started = start();
const place = document.getElementById('content');
if (started && place) run(started, place);

function run({ boot, serverClock, now }: Started, place: HTMLElement): void {
  const { event, invite, token } = boot;
  if (!event || !invite || !token) return;
  const visit = new Visit(boot, event, invite, token, (ms) => serverClock.heard(ms));
  const book = new ClockBook(boot.clocks);

  // The screen's step stands on the page itself: for style, for tests, and so that focus can follow a change of step.
  let last = visit.step.value;
  effect(() => {
    const step = visit.step.value;
    place.dataset.step = step;
    if (step !== last) queueMicrotask(() => place.querySelector<HTMLElement>('h1, .banner')?.scrollIntoView({ block: 'nearest' }));
    last = step;
  });

  function Screen() {
    const step = visit.step.value;
    return (
      <>
        <ClockStrip clocks={boot.clocks} now={now} />
        {visit.hub.closing.value && (
          <p class="notice" role="status">
            {t('common.closing')}
          </p>
        )}
        {visit.state.value === 'ended' && <p class="notice">{t('event.ended')}</p>}
        {step === 'open' && invite && event && <OpenStep invite={invite} event={event} enter={() => visit.enter()} />}
        {step === 'consent' && <ConsentStep visit={visit} language={boot.language} />}
        {step === 'check' && <CheckStep visit={visit} />}
        {step === 'left' && <LeftStep visit={visit} />}
        {(step === 'green-room' || step === 'on-air') && <OnStage visit={visit} now={now} book={book} />}
      </>
    );
  }
  place.replaceChildren();
  render(<Screen />, place);
}
