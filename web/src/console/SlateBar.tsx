import { t } from '../text';
import type { Desk } from './desk';

/** The kill switch: red, alone, at the same place of every screen. What undoes it stands elsewhere, so that a second press changes nothing. */
export function SlateBar({ desk }: { desk: Desk }) {
  const view = desk.program.view.value;
  if (!view || !desk.program.runs.value) return null;
  return (
    <div class="slate-bar" data-killed={view.killed}>
      <p role="status">
        {t(view.killed ? 'program.killed' : `program.now.${view.mode}`, { scene: t(`program.scene.${view.scene.kind}`) })}
      </p>
      {view.killed && (
        <button type="button" data-action="resume" onClick={() => void desk.program.resume()}>
          {t('program.resume')}
        </button>
      )}
      <button type="button" class="danger slate" data-action="slate" aria-pressed={view.killed} onClick={() => void desk.program.slate()}>
        {t('program.slate')}
      </button>
    </div>
  );
}
