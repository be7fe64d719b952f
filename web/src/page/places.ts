// Offers places while one types into a field that wants one. The server finds them; without this script it reads the same words.

interface Found {
  zone: string;
  city: string;
  country?: string | null;
  now: string;
}

/** What is put into the field: the server takes city and country for certain. */
export const wording = (found: Found) => (found.country ? `${found.city}, ${found.country}` : found.zone);

let lists = 0;

/** An editable combobox with a list (ARIA Authoring Practices): arrows move, Enter takes, Escape closes. Focus stays in the field. */
export class PlaceField {
  private readonly list = document.createElement('ul');
  private found: Found[] = [];
  private active = -1;
  private asked = 0;
  private waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly input: HTMLInputElement,
    private readonly door: typeof fetch = (...args) => fetch(...args),
  ) {
    this.list.id = `places-${++lists}`;
    this.list.className = 'place-list';
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', input.labels?.[0]?.firstChild?.textContent?.trim() ?? '');
    this.list.hidden = true;
    input.after(this.list);
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', this.list.id);
    input.setAttribute('aria-expanded', 'false');
    input.addEventListener('input', () => this.typed());
    input.addEventListener('keydown', (e) => this.key(e));
    input.addEventListener('blur', () => this.close());
    // pressing an option must not take the focus away before it is chosen
    this.list.addEventListener('pointerdown', (e) => e.preventDefault());
    this.list.addEventListener('click', (e) => {
      const option = (e.target as Element).closest<HTMLElement>('[data-place-option]');
      if (option) this.take(Number(option.dataset.placeOption));
    });
  }

  private typed(): void {
    clearTimeout(this.waiting);
    if (this.input.value.trim() === '') this.close();
    else this.waiting = setTimeout(() => void this.look(), 120);
  }

  private async look(): Promise<void> {
    const mine = ++this.asked;
    const query = new URLSearchParams({ q: this.input.value.slice(0, 100), language: document.documentElement.lang, limit: '8' });
    try {
      const answer = await this.door(`/api/v1/zones?${query}`);
      if (mine !== this.asked || !answer.ok) return;
      this.show((await answer.json()) as Found[]);
    } catch {
      this.close(); // offline: the words are sent as they are
    }
  }

  private show(found: Found[]): void {
    this.found = found;
    this.active = -1;
    this.list.replaceChildren(...(found.length ? found.map((f, i) => this.option(f, i)) : [this.nothing()]));
    this.mark();
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
  }

  private option(found: Found, index: number): HTMLElement {
    const option = document.createElement('li');
    option.id = `${this.list.id}-${index}`;
    option.setAttribute('role', 'option');
    option.dataset.placeOption = String(index);
    const name = document.createElement('bdi');
    name.textContent = wording(found);
    const now = document.createElement('small');
    now.textContent = found.now;
    option.append(name, now);
    return option;
  }

  private nothing(): HTMLElement {
    const line = document.createElement('li');
    line.setAttribute('role', 'option');
    line.setAttribute('aria-disabled', 'true');
    line.textContent = this.input.dataset.none ?? '';
    return line;
  }

  private key(e: KeyboardEvent): void {
    if (this.list.hidden || e.isComposing) return;
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      const step = e.key === 'ArrowDown' ? 1 : -1;
      if (this.found.length)
        this.active = (this.active + step + this.found.length + (this.active < 0 && step < 0 ? 1 : 0)) % this.found.length;
      this.mark();
    } else if (e.key === 'Enter' && this.active >= 0) this.take(this.active);
    else if (e.key === 'Escape') this.close();
    else return;
    e.preventDefault();
  }

  private mark(): void {
    for (const [i, option] of [...this.list.children].entries()) option.setAttribute('aria-selected', String(i === this.active));
    const active = this.list.children[this.active];
    if (active) this.input.setAttribute('aria-activedescendant', active.id);
    else this.input.removeAttribute('aria-activedescendant');
    active?.scrollIntoView?.({ block: 'nearest' });
  }

  private take(index: number): void {
    const found = this.found[index];
    if (!found) return;
    this.input.value = wording(found);
    this.close();
    this.input.dispatchEvent(new CustomEvent('place-chosen', { bubbles: true, detail: found }));
  }

  private close(): void {
    clearTimeout(this.waiting);
    this.asked++;
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }
}

export const enhancePlace = (input: HTMLInputElement): PlaceField => new PlaceField(input);
