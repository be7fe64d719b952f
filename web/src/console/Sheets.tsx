// What opens over the desk: the keys, how questions come in, words that hold them, names and terms, the note for whoever comes next.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { locale, t } from '../text';
import type { Desk } from './desk';
import { Guide } from './Guide';
import { readGlossary, writeGlossary } from './glossary';
import { type Sheet, sheet } from './keyboard';
import { paces, type SharedDocument } from './tools';

export function Sheets({ desk }: { desk: Desk }) {
  const open = sheet.value;
  if (!open) return null;
  return (
    <Over key={open} name={open}>
      {open === 'guide' && <Guide desk={desk} />}
      {open === 'intake' && <IntakeSheet desk={desk} />}
      {open === 'holds' && <Holds desk={desk} />}
      {open === 'glossary' && <Glossary desk={desk} />}
      {open === 'hand-over' && <HandOver desk={desk} />}
    </Over>
  );
}

function Over({ name, children }: { name: Sheet; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const close = () => (sheet.value = undefined);
  return (
    <dialog ref={dialog} class="over" data-sheet={name} aria-labelledby="sheet-title" onClose={close} onCancel={close}>
      <div class="over-head">
        <h2 id="sheet-title">{t(`console.sheet.${name}`)}</h2>
        <button type="button" class="quiet" data-action="close" onClick={close}>
          {t('console.close')}
        </button>
      </div>
      {children}
    </dialog>
  );
}

function IntakeSheet({ desk }: { desk: Desk }) {
  const { tools } = desk;
  const { open, slowModeSeconds, minors } = tools.intake.value;
  return (
    <div class="fields">
      <p role="status">{t(open ? 'console.intake.open' : 'console.intake.closed')}</p>
      <button type="button" data-action={open ? 'close-intake' : 'open-intake'} onClick={() => void tools.setIntake({ open: !open })}>
        {t(open ? 'console.intake.close' : 'console.intake.reopen')}
      </button>
      <fieldset>
        <legend>{t('console.slow')}</legend>
        {paces.map((pace) => (
          <label class="choice-line" key={pace}>
            <input
              type="radio"
              name="pace"
              value={pace}
              checked={slowModeSeconds === pace}
              onChange={() => void tools.setIntake({ slowModeSeconds: pace })}
            />
            {pace === 0 ? t('console.slow.off') : t('console.slow.seconds', { count: pace })}
          </label>
        ))}
      </fieldset>
      <label class="choice-line">
        <input
          type="checkbox"
          data-minors
          checked={minors ?? false}
          disabled={minors === true && !desk.isHost}
          onChange={(e) => void tools.setIntake({ minors: e.currentTarget.checked })}
        />
        {t('console.minors')}
      </label>
      <p class="hint">{t('console.minors.hint')}</p>
    </div>
  );
}

interface DocumentProps<B> {
  shared: SharedDocument<B>;
  /** The document's text, for the field; and back. */
  text: (body: B) => string;
  body: (text: string) => Record<string, unknown>;
  /** What is wrong with a text, in words: it isn't sent then. */
  problem?: (text: string) => string | undefined;
  label: string;
  hint: string;
  rows: number;
  max: number;
}

/** A text that all moderators share. When somebody else changed it meanwhile, theirs stands beside what is typed here. */
function SharedText<B>({ shared, text, body, problem, label, hint, rows, max }: DocumentProps<B>) {
  const typed = useSignal<string | undefined>(undefined);
  const wrong = useSignal<string | undefined>(undefined);
  const saved = useSignal(false);
  useEffect(() => {
    void shared.read();
  }, []);
  const now = shared.body.value;
  const theirs = shared.theirs.value;
  const save = async () => {
    const words = typed.value ?? (now ? text(now) : '');
    wrong.value = problem?.(words);
    if (wrong.value !== undefined) return;
    saved.value = await shared.write(body(words));
    if (saved.value) typed.value = undefined;
  };
  return (
    <form
      class="fields"
      onSubmit={(submit) => {
        submit.preventDefault();
        void save();
      }}
    >
      <label>
        {label}
        <textarea
          rows={rows}
          dir="auto"
          maxLength={max}
          value={typed.value ?? (now ? text(now) : '')}
          disabled={now === undefined}
          onInput={(e) => {
            typed.value = e.currentTarget.value;
            saved.value = false;
          }}
        />
      </label>
      <p class="hint">{hint}</p>
      {wrong.value !== undefined && (
        <p class="field-problem" role="alert">
          {wrong.value}
        </p>
      )}
      {theirs && (
        <div class="notice" role="alert" data-theirs>
          <p>{t('console.shared.theirs')}</p>
          <blockquote dir="auto">{text(theirs)}</blockquote>
          <div class="actions">
            <button type="submit" data-action="keep-mine">
              {t('console.shared.mine')}
            </button>
            <button
              type="button"
              class="quiet"
              data-action="keep-theirs"
              onClick={() => {
                typed.value = undefined;
                shared.theirs.value = undefined;
              }}
            >
              {t('console.shared.keep-theirs')}
            </button>
          </div>
        </div>
      )}
      <div class="actions">
        <button type="submit" data-action="save" disabled={now === undefined}>
          {t('console.save')}
        </button>
        <span role="status">{saved.value && t('console.saved')}</span>
      </div>
    </form>
  );
}

const lines = (text: string) => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

const Holds = ({ desk }: { desk: Desk }) => (
  <SharedText
    shared={desk.tools.holds}
    text={(found) => found.keywords.join('\n')}
    body={(text) => ({ keywords: lines(text) })}
    label={t('console.holds.text')}
    hint={t('console.holds.hint')}
    rows={8}
    max={12_200}
  />
);

const Glossary = ({ desk }: { desk: Desk }) => (
  <SharedText
    shared={desk.tools.glossary}
    text={(found) => writeGlossary(found.terms)}
    body={(text) => ({ ...readGlossary(text) })}
    problem={(text) => {
      const read = readGlossary(text);
      return 'wrong' in read ? t('console.glossary.wrong', { line: read.wrong }) : undefined;
    }}
    label={t('console.glossary.text')}
    hint={t('console.glossary.hint')}
    rows={10}
    max={60_000}
  />
);

function HandOver({ desk }: { desk: Desk }) {
  const note = desk.tools.board.value?.handover;
  return (
    <>
      {note?.text && note.by && (
        <p class="hint">
          {t('console.hand-over.by', {
            name: note.by === 'host' ? t('console.host') : note.by,
            time: note.at ? new Intl.DateTimeFormat(locale(), { timeStyle: 'short', timeZone: 'UTC' }).format(Date.parse(note.at)) : '',
          })}
        </p>
      )}
      <SharedText
        shared={desk.tools.handOver}
        text={(found) => found.text}
        body={(text) => ({ text: text.trim() })}
        label={t('console.hand-over.text')}
        hint={t('console.hand-over.hint')}
        rows={8}
        max={2000}
      />
    </>
  );
}
