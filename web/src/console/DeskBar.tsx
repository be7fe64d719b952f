import { t } from '../text';
import type { Desk } from './desk';
import { type Sheet, sheet, sheetKeys } from './keyboard';

/** What is always at hand, whatever lane is open: undo, the keys, and how questions come in. */
export function DeskBar({ desk }: { desk: Desk }) {
  const { open, slowModeSeconds } = desk.tools.intake.value;
  const note = desk.tools.board.value?.handover?.text;
  const opener = (name: Sheet, words: string, marked = false) => (
    <button
      type="button"
      class="quiet"
      data-opens={name}
      data-marked={marked}
      aria-haspopup="dialog"
      aria-keyshortcuts={sheetKeys[name]}
      onClick={() => (sheet.value = name)}
    >
      {words} {desk.shortcuts.value && <kbd>{sheetKeys[name].toUpperCase()}</kbd>}
    </button>
  );
  return (
    <div class="desk-bar">
      {opener('guide', t('console.keys'))}
      {opener('intake', intakeWords(open, slowModeSeconds), !open || slowModeSeconds > 0)}
      {opener('holds', t('console.sheet.holds'))}
      {opener('glossary', t('console.sheet.glossary'))}
      {opener('hand-over', t('console.sheet.hand-over'), Boolean(note))}
      <Undo desk={desk} />
    </div>
  );
}

function intakeWords(open: boolean, slowModeSeconds: number): string {
  if (!open) return t('console.intake.closed');
  return slowModeSeconds > 0 ? t('console.slow.on', { count: slowModeSeconds }) : t('console.sheet.intake');
}

/** Seconds that the server gives; the page's clock may lag by a moment. */
const WINDOW = 30;

function Undo({ desk }: { desk: Desk }) {
  const last = desk.questions.undoables.value.at(-1);
  if (!last) return null;
  const seconds = Math.min(WINDOW, Math.max(0, Math.ceil((last.until - desk.now.value) / 1000)));
  return (
    <button
      type="button"
      class="undo"
      data-action="undo"
      data-seconds={seconds}
      aria-keyshortcuts="u"
      onClick={() => void desk.deeds.undo()}
    >
      {t('console.undo.last', { action: t(`console.${last.action}`), count: last.ids.length })}{' '}
      <span class="count">{t('console.seconds', { count: seconds })}</span> {desk.shortcuts.value && <kbd>U</kbd>}
    </button>
  );
}
