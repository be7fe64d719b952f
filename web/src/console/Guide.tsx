import { t } from '../text';
import type { Desk } from './desk';
import { type Action, keys, laneKeys, lanes } from './lanes';

const order: Action[] = [
  'approve',
  'reject',
  'shortlist',
  'take',
  'answer',
  'restore',
  'merge',
  'claim',
  'translate',
  'label',
  'to-risk',
  'block',
];

/** All keys on one page. Each of them has a button too. */
export function Guide({ desk }: { desk: Desk }) {
  const rows: [string, string][] = [
    ['J K', t('console.keys.move')],
    ['N', t('console.keys.new')],
    ['/', t('console.search')],
    ...order
      .filter((action) => action !== 'see-to' || desk.questions.guards.value)
      .map((action): [string, string] => [keys[action].toUpperCase(), t(`console.${action}`)]),
    ['O', t('console.original')],
    ['X', t('console.choose')],
    ['U', t('console.undo')],
    ['P', t('console.keys.card')],
    ['1–6 T', t('console.keys.scenes')],
    ['I', t('console.sheet.intake')],
    ['F', t('console.sheet.holds')],
    ['Q', t('console.sheet.glossary')],
    ['H', t('console.sheet.hand-over')],
    ...lanes
      .filter((lane) => lane !== 'risk' || desk.questions.guards.value)
      .map((lane): [string, string] => [`G ${laneKeys[lane].toUpperCase()}`, t(`console.lane.${lane}`)]),
  ];
  return (
    <>
      <label class="choice-line">
        <input type="checkbox" data-shortcuts checked={desk.shortcuts.value} onChange={(e) => desk.setShortcuts(e.currentTarget.checked)} />
        {t('console.keys.on')}
      </label>
      <dl class="guide">
        {rows.map(([key, words]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((part) => (
                <kbd key={part} dir="ltr">
                  {part}
                </kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{t('console.keys.hint')}</p>
    </>
  );
}
