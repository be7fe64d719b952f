import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { t } from '../text';
import { type Finder, type PlaceFound, PlaceSearch, placeName } from './places';

interface PlaceBoxProps {
  id: string;
  label: string;
  hint?: string;
  find: Finder;
  choose: (place: PlaceFound) => void;
  /** Stands in the field at first. */
  initial?: string;
}

/** A field that finds places: a combobox with a list (WAI-ARIA 1.2), the first find chosen by Enter. */
export function PlaceBox({ id, label, hint, find, choose, initial = '' }: PlaceBoxProps) {
  const search = useMemo(() => new PlaceSearch(find), [find]);
  const typed = useSignal(initial);
  const open = useSignal(false);
  const active = useSignal(0);
  const field = useRef<HTMLInputElement>(null);
  const found = search.found.value;
  const state = search.state.value;
  const shown = open.value && state !== 'idle';

  // A new list begins at its first find.
  useEffect(() => {
    active.value = 0;
  }, [found, active]);
  useEffect(() => {
    if (shown) document.getElementById(`${id}-${active.value}`)?.scrollIntoView({ block: 'nearest' });
  }, [shown, active.value, id]);

  function take(place: PlaceFound) {
    choose(place);
    typed.value = '';
    open.value = false;
    search.ask('');
    field.current?.focus();
  }

  function key(e: KeyboardEvent) {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      if (!open.value) {
        open.value = true;
        search.ask(typed.value);
      } else if (found.length) active.value = (active.value + (e.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length;
    } else if (e.key === 'Enter') {
      e.preventDefault();
      const place = found[active.value];
      // Only what the list shows for these very letters.
      if (shown && place && state === 'known') take(place);
      else {
        open.value = true;
        search.ask(typed.value);
      }
    } else if (e.key === 'Escape' && open.value) {
      e.stopPropagation();
      open.value = false;
    }
  }

  return (
    <div class="place-box">
      <label for={id}>{label}</label>
      <input
        ref={field}
        id={id}
        type="text"
        role="combobox"
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={shown && found.length > 0 ? 'true' : 'false'}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown && found.length > 0 ? `${id}-${active.value}` : undefined}
        aria-describedby={hint ? `${id}-hint` : undefined}
        value={typed}
        onInput={(e) => {
          typed.value = e.currentTarget.value;
          open.value = true;
          search.ask(typed.value);
        }}
        onFocus={() => typed.value && !open.value && search.ask(typed.value)}
        onBlur={() => (open.value = false)}
        onKeyDown={key}
      />
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div class="place-list" id={`${id}-list`} role="listbox" aria-label={label} hidden={!(shown && found.length > 0)}>
        {found.map((place, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points here
          <div
            key={`${place.zone} ${place.city}`}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active.value ? 'true' : 'false'}
            data-zone={place.zone}
            onMouseDown={(e) => e.preventDefault()}
            onClick={() => take(place)}
          >
            <bdi>{placeName(place)}</bdi>
            <small dir="ltr">UTC{place.offset}</small>
          </div>
        ))}
      </div>
      {shown && state === 'known' && found.length === 0 && <p class="hint">{t('planner.place.none', { name: typed.value.trim() })}</p>}
      {shown && state === 'failed' && <p class="field-problem">{t('planner.place.failed')}</p>}
      <span class="visually-hidden" role="status">
        {shown && state === 'known' ? t('planner.place.found', { count: found.length }) : ''}
      </span>
    </div>
  );
}
