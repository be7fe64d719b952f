/** Language and zone are chosen by a plain form; with script the choice itself is enough. */
export function enhanceChoices(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('[data-language-form]')) {
    if (form.dataset.enhanced) continue;
    form.dataset.enhanced = 'true';
    form.querySelector('button')?.classList.add('visually-hidden');
    form.addEventListener('change', () => form.requestSubmit());
  }
}

/** Fields for a place, now and later: their script comes when one of them is entered. */
export function enhancePlaces(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.dataset.place === undefined || target.dataset.enhanced) return;
    target.dataset.enhanced = 'true';
    void import('./places').then(({ enhancePlace }) => enhancePlace(target));
  });
  document.addEventListener('place-chosen', ({ target }) => {
    if (target instanceof Element) target.closest<HTMLFormElement>('[data-zone-form]')?.requestSubmit();
  });
}
