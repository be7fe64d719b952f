/** Language and zone are chosen by a plain form; with script the choice itself is enough. */
export function enhanceChoices(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('[data-language-form], [data-zone-form]')) {
    if (form.dataset.enhanced) continue;
    form.dataset.enhanced = 'true';
    form.querySelector('button')?.classList.add('visually-hidden');
    form.addEventListener('change', () => form.requestSubmit());
  }
}
