/** Segments are moved by buttons; with script also by Alt and an arrow, from any field within. */
export function enhanceSegments(): void {
  for (const hint of document.querySelectorAll<HTMLElement>('[data-with-script]')) hint.hidden = false;
  document.querySelector('[data-form="run-of-show"]')?.addEventListener('keydown', (event) => {
    const { key, altKey, target } = event as KeyboardEvent;
    const action = key === 'ArrowUp' ? 'up' : key === 'ArrowDown' ? 'down' : undefined;
    if (!altKey || !action || !(target instanceof Element) || target instanceof HTMLSelectElement) return; // Alt and an arrow open a list
    const button = target.closest('[data-segment]')?.querySelector<HTMLButtonElement>(`[data-action="${action}"]`);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  });
}
