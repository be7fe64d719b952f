import { useSignal } from '@preact/signals';
import type { OutputView } from '../contracts';
import { t } from '../text';
import type { Desk } from './desk';

/** Where the program goes, each with its state in words. */
export function Outputs({ desk }: { desk: Desk }) {
  const outputs = desk.program.view.value?.outputs ?? [];
  const troubled = outputs.filter((o) => o.state === 'retrying' || o.state === 'failed' || o.reason !== 'none').length;
  return (
    <details class="outputs" open={troubled > 0}>
      <summary>
        {t('program.outputs')}{' '}
        <span class="count">
          {t(troubled > 0 ? 'program.outputs.troubled' : 'program.outputs.fine', { count: troubled > 0 ? troubled : outputs.length })}
        </span>
      </summary>
      <ul class="output-list">
        {outputs.map((output) => (
          <Output key={output.id} output={output} desk={desk} />
        ))}
      </ul>
      {desk.isHost && <AddPush desk={desk} />}
    </details>
  );
}

function Output({ output, desk }: { output: OutputView; desk: Desk }) {
  const pushed = output.kind === 'push';
  return (
    <li class="output" data-output={output.id} data-kind={output.kind} data-state={output.state} data-reason={output.reason}>
      <p>
        <strong>{pushed ? <bdi>{output.name}</bdi> : t(`program.output.${output.kind}`)}</strong>{' '}
        <span class="output-state">{t(`program.state.${output.state}`)}</span>
        {output.reason !== 'none' && <span> — {t(`program.reason.${output.reason}`)}</span>}
      </p>
      {output.detail && (
        <p class="hint" dir="auto">
          {output.detail}
        </p>
      )}
      {pushed && desk.isHost && (
        <button type="button" class="quiet" data-action="remove-push" onClick={() => void desk.program.removePush(output.id)}>
          {t('program.push.remove')} <span class="visually-hidden">{output.name}</span>
        </button>
      )}
    </li>
  );
}

const scheme = 'rtmps://';

/** The address carries the stream key: it is sent once, and never comes back to any screen. */
function AddPush({ desk }: { desk: Desk }) {
  const name = useSignal('');
  const url = useSignal('');
  const sending = useSignal(false);
  return (
    <form
      class="push-form"
      autocomplete="off"
      onSubmit={async (submit) => {
        submit.preventDefault();
        sending.value = true;
        if (await desk.program.addPush(name.value.trim(), url.value.trim())) {
          name.value = '';
          url.value = '';
        }
        sending.value = false;
      }}
    >
      <label>
        {t('program.push.name')}
        <input required maxLength={80} dir="auto" value={name} onInput={(e) => (name.value = e.currentTarget.value)} name="push-name" />
      </label>
      <label>
        {t('program.push.url')}
        <input
          required
          type="password"
          autocomplete="off"
          dir="ltr"
          placeholder={scheme}
          value={url}
          onInput={(e) => (url.value = e.currentTarget.value)}
          name="push-url"
        />
      </label>
      <p class="hint">{t('program.push.hint')}</p>
      <button type="submit" class="quiet" data-action="add-push" disabled={sending.value}>
        {t('program.push.add')}
      </button>
    </form>
  );
}
