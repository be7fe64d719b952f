// The cards, of which only those near the view are drawn. Whatever changes around it, what is being read stays where it is.
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../text';
import { Card } from './Card';
import type { Desk } from './desk';
import { Heights, windowOf } from './window';

/** How many cards a step of the paging buttons is. */
const STEP = 20;

/** The column where the columns scroll by themselves, the page where it is one column. */
function scrollerOf(list: Element): Element {
  const column = list.closest('[data-scrolls]');
  if (column && getComputedStyle(column).overflowY === 'auto') return column;
  return document.scrollingElement ?? document.documentElement;
}

function viewOf(list: Element): { top: number; bottom: number } {
  const scroller = scrollerOf(list);
  const { top } = list.getBoundingClientRect();
  const seen = scroller.hasAttribute('data-scrolls') ? scroller.getBoundingClientRect() : { top: 0, bottom: innerHeight };
  return { top: seen.top - top, bottom: seen.bottom - top };
}

export function List({ desk }: { desk: Desk }) {
  const { queue } = desk;
  const list = useRef<HTMLOListElement>(null);
  const heights = useRef(new Heights()).current;
  const view = useSignal({ top: 0, bottom: innerHeight });
  const measured = useSignal(0);
  const places = useRef(new Map<string, number>()).current;
  const seen = useRef({ moved: 0, reach: 0, focused: false, width: 0 }).current;

  const { ids } = queue;
  const selected = queue.selected.value;
  const opened = queue.opened.value?.id;
  const always = new Set([selected, opened].filter((id) => id !== undefined));
  // what the layout below looks at
  void [measured.value, queue.reach.value, queue.moved.value];
  const { rows, after } = windowOf(ids, heights, view.value.top, view.value.bottom, always);

  const cards = () => [...(list.current?.children ?? [])] as HTMLElement[];

  const look = () => {
    if (!list.current) return;
    const now = viewOf(list.current);
    if (Math.abs(now.top - view.peek().top) > 40 || Math.abs(now.bottom - view.peek().bottom) > 40) view.value = now;
    notePlaces();
  };

  const notePlaces = () => {
    places.clear();
    if (!list.current) return;
    const { top, bottom } = viewOf(list.current);
    const start = list.current.getBoundingClientRect().top;
    for (const card of cards()) {
      const at = card.getBoundingClientRect();
      if (at.bottom - start > top && at.top - start < bottom) places.set(card.dataset.question ?? '', at.top);
    }
  };

  useEffect(() => {
    let asked = 0;
    const later = () => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(look);
    };
    const watcher = new ResizeObserver(() => {
      const width = list.current?.clientWidth ?? 0;
      if (width !== seen.width) heights.forget();
      seen.width = width;
      later();
    });
    if (list.current) watcher.observe(list.current);
    addEventListener('scroll', later, { capture: true, passive: true });
    addEventListener('resize', later);
    return () => {
      watcher.disconnect();
      removeEventListener('scroll', later, { capture: true });
      removeEventListener('resize', later);
      cancelAnimationFrame(asked);
    };
  }, []);

  useLayoutEffect(() => {
    if (!list.current) return;
    let changed = false;
    for (const card of cards()) changed = heights.note(card.dataset.question ?? '', card.offsetHeight) || changed;

    // what is read stays where it is, unless somebody moved it with their own hands
    const own = queue.moved.peek() !== seen.moved;
    seen.moved = queue.moved.peek();
    const stays = own ? undefined : [selected, ...places.keys()].find((id) => id !== undefined && places.has(id) && ids.includes(id));
    const card = stays && cards().find((c) => c.dataset.question === stays);
    if (card) {
      const off = card.getBoundingClientRect().top - (places.get(stays) ?? 0);
      if (Math.abs(off) >= 1) scrollerOf(list.current).scrollTop += off;
    }

    // the focus goes where a key sent it, and never vanishes with a card that left
    const lost = seen.focused && document.activeElement === document.body;
    if (queue.reach.peek() !== seen.reach || lost) {
      seen.reach = queue.reach.peek();
      const target = selected === undefined ? undefined : cards().find((c) => c.dataset.question === selected);
      if (target && !target.contains(document.activeElement)) target.focus({ preventScroll: true });
      else if (!target && lost) document.getElementById('queue-title')?.focus();
      target?.scrollIntoView({ block: 'nearest' });
    }
    notePlaces();
    if (changed) measured.value++;
  });

  const page = (by: number) => {
    const index = by > 0 ? (rows.findLast((r) => ids[r.index] !== selected)?.index ?? 0) + 1 : (rows[0]?.index ?? 0) - STEP;
    const id = ids[Math.max(0, Math.min(ids.length - 1, index))];
    if (id) queue.select(id);
  };

  const before = rows[0]?.index ?? 0;
  const behind = ids.length - 1 - (rows.at(-1)?.index ?? ids.length - 1);
  return (
    <>
      {before > 0 && (
        <button type="button" class="quiet page-more" data-action="page-before" onClick={() => page(-1)}>
          {t('console.page.before', { count: before })}
        </button>
      )}
      <ol
        ref={list}
        class="cards"
        aria-labelledby="queue-title"
        style={{ paddingBlockEnd: `${Math.max(0, after)}px` }}
        onFocusCapture={() => (seen.focused = true)}
        onBlurCapture={({ target, relatedTarget }) => {
          // a card that was taken away didn't mean to give up the focus
          const within = relatedTarget instanceof Node && list.current?.contains(relatedTarget);
          queueMicrotask(() => {
            if (!within && (relatedTarget || (target as Element).isConnected)) seen.focused = false;
          });
        }}
      >
        {rows.map(({ index, space }) => {
          const id = ids[index] as string;
          return <Card key={id} id={id} desk={desk} space={space} at={index + 1} of={ids.length} />;
        })}
      </ol>
      {behind > 0 && (
        <button type="button" class="quiet page-more" data-action="page-after" onClick={() => page(1)}>
          {t('console.page.after', { count: behind })}
        </button>
      )}
    </>
  );
}
