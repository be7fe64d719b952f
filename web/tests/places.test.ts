// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PlaceField, wording } from '../src/page/places';

const kathmandu = { zone: 'Asia/Kathmandu', city: 'Katmandou', country: 'Népal', now: 'mardi 16 mars, 18:45, Katmandou (UTC+05:45)' };
const utc = { zone: 'UTC', city: 'UTC', country: null, now: 'mardi 16 mars, 13:00, UTC (UTC+00:00)' };

function field(answers: unknown[]) {
  document.documentElement.lang = 'fr';
  document.body.innerHTML = '<form><label>Lieu<input name="zone" data-place data-none="Aucun lieu"></label></form>';
  const input = document.querySelector('input') as HTMLInputElement;
  const asked: string[] = [];
  new PlaceField(input, async (url) => {
    asked.push(String(url));
    return Response.json(answers.shift());
  });
  const type = async (text: string) => {
    input.value = text;
    input.dispatchEvent(new Event('input'));
    await vi.runAllTimersAsync();
  };
  const press = (key: string) => input.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true }));
  const list = document.querySelector('[role=listbox]') as HTMLElement;
  return { input, list, asked, type, press };
}

describe('a field for a place', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  it('asks in the language of the page and takes what the keyboard chose', async () => {
    const { input, list, asked, type, press } = field([[kathmandu, utc]]);
    const chosen: unknown[] = [];
    input.addEventListener('place-chosen', (e) => chosen.push((e as CustomEvent).detail));
    await type('katm');
    expect(asked).toEqual(['/api/v1/zones?q=katm&language=fr&limit=8']);
    expect(input.getAttribute('aria-expanded')).toBe('true');
    expect(list.textContent).toContain('18:45, Katmandou (UTC+05:45)');

    press('ArrowUp');
    expect(input.getAttribute('aria-activedescendant')).toBe(list.children[1]?.id);
    press('ArrowDown');
    expect(list.children[0]?.getAttribute('aria-selected')).toBe('true');
    expect(press('Enter')).toBe(false); // the form isn't sent by it
    expect(input.value).toBe('Katmandou, Népal');
    expect(chosen).toEqual([kathmandu]);
    expect(list.hidden).toBe(true);
    expect(press('Enter')).toBe(true);
  });

  it('says when nothing is called so, and that cannot be taken', async () => {
    const { input, list, type, press } = field([[]]);
    await type('xyz');
    expect(list.textContent).toBe('Aucun lieu');
    press('ArrowDown');
    expect(press('Enter')).toBe(true);
    expect(input.value).toBe('xyz');
  });

  it('asks once for letters typed quickly and closes on Escape', async () => {
    const { input, list, asked, type, press } = field([[utc]]);
    input.value = 'u';
    input.dispatchEvent(new Event('input'));
    await type('ut');
    expect(asked).toHaveLength(1);
    press('Escape');
    expect(list.hidden).toBe(true);
    expect(input.value).toBe('ut');
  });

  it('writes a zone without a place by its own name', () => expect(wording(utc)).toBe('UTC'));
});
