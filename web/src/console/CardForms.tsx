import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../text';
import type { Desk } from './desk';
import { type Opening, type Reason, reasons } from './lanes';
import { languageName } from './names';
import type { Row } from './rows';

export function Reasons({ chosen, desk }: { chosen: (reason: Reason) => void; desk: Desk }) {
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a row
    <div class="actions reasons" role="group" aria-label={t('console.reject.why')}>
      <span>{t('console.reject.why')}</span>
      {reasons.map((reason, i) => (
        <button
          type="button"
          key={reason}
          ref={i === 0 ? first : null}
          class="quiet"
          data-reason={reason}
          aria-keyshortcuts={String(i + 1)}
          onClick={() => chosen(reason)}
        >
          {t(`reason.${reason}`)} {desk.shortcuts.value && <kbd>{i + 1}</kbd>}
        </button>
      ))}
      <button type="button" class="quiet" data-action="cancel" onClick={() => desk.deeds.cancel()}>
        {t('common.cancel')}
      </button>
    </div>
  );
}

interface FormProps {
  row: Row;
  desk: Desk;
}

interface Writing extends FormProps {
  form: Opening;
  label: string;
  start: string;
  save: string;
  action: string;
  done: (text: string) => void;
  required?: boolean;
}

/** What is typed outlives the form: a conflict or a wrong key loses nothing. */
function Written({ row, desk, form, label, start, save, action, done, required }: Writing) {
  const text = useSignal(desk.deeds.draft(form, row.id) ?? start);
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => box.current?.focus(), []);
  return (
    <form
      class="answer-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        done(text.value);
      }}
    >
      <label>
        {label}
        <textarea
          ref={box}
          rows={2}
          dir="auto"
          required={required}
          maxLength={4000}
          value={text}
          onInput={(e) => {
            text.value = e.currentTarget.value;
            desk.deeds.keep(form, row.id, text.value);
          }}
          onKeyDown={(e) => {
            if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) e.currentTarget.form?.requestSubmit();
          }}
        />
      </label>
      <div class="actions">
        <button type="submit" data-action={action} aria-keyshortcuts="Control+Enter">
          {save}
        </button>
        <button type="button" class="quiet" data-action="cancel" onClick={() => desk.deeds.cancel()}>
          {t('common.cancel')}
        </button>
      </div>
    </form>
  );
}

export const AnswerForm = ({ row, desk }: FormProps) => (
  <Written
    row={row}
    desk={desk}
    form="answer"
    start=""
    label={t('console.answer.text')}
    save={t('console.answer.save')}
    action="save-answer"
    done={(text) => void desk.deeds.answer(row.id, text)}
  />
);

export const TranslateForm = ({ row, desk }: FormProps) => (
  <Written
    row={row}
    desk={desk}
    form="translate"
    start={row.text?.text ?? ''}
    label={t('console.translate.text', { language: languageName(desk.deeds.language) })}
    save={t('console.save')}
    action="save-translation"
    done={(text) => void desk.deeds.translate(row.id, text)}
    required
  />
);

export const LabelForm = ({ row, desk }: FormProps) => (
  <Written
    row={row}
    desk={desk}
    form="label"
    start={(row.card.labels ?? []).join(', ')}
    label={t('console.label.text')}
    save={t('console.save')}
    action="save-label"
    done={(text) => void desk.deeds.label(row.id, text)}
  />
);
