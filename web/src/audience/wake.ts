// The screen stays on while something plays. The browser takes the lock away when the page is hidden; it is asked for again after.

type Lock = { release: () => Promise<void> };

export interface WakeOptions {
  request?: (() => Promise<Lock>) | undefined;
  page?: Pick<Document, 'visibilityState' | 'addEventListener'>;
}

export class Wake {
  private wanted = false;
  private lock: Promise<Lock | undefined> | undefined;
  private readonly request: (() => Promise<Lock>) | undefined;
  private readonly page: Pick<Document, 'visibilityState' | 'addEventListener'>;

  constructor(options: WakeOptions = {}) {
    const own = globalThis.navigator?.wakeLock;
    this.request = options.request ?? (own && (() => own.request('screen')));
    this.page = options.page ?? document;
    this.page.addEventListener('visibilitychange', () => this.settle());
  }

  hold(wanted: boolean): void {
    this.wanted = wanted;
    this.settle();
  }

  private settle(): void {
    const should = this.wanted && this.page.visibilityState === 'visible';
    if (should && !this.lock) {
      this.lock = this.request?.().catch(() => undefined); // battery saver: the screen may dim, nothing else
    } else if (!should && this.lock) {
      void this.lock.then((lock) => lock?.release());
      this.lock = undefined;
    }
  }
}
