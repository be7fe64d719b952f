// Pages that are complete without script: only small conveniences here.
import { browserZone } from '../audience/zone';
import { enhanceChoices, enhancePlaces } from './choices';
import { enhanceSegments } from './segments';

enhanceChoices();
enhancePlaces();
enhanceSegments();

// A link shown once: copied with a tap.
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy ?? '');
    button.textContent = button.dataset.copied ?? '';
  });
}

// A form for an hour in some place starts with the writer's own.
const guess = browserZone();
for (const field of document.querySelectorAll<HTMLInputElement>('input[data-zone-guess]')) {
  if (guess && field.value === '') field.value = guess;
}
