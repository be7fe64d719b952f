import { render } from 'preact';
import { start } from '../ui/start';
import { Connect } from './Connect';

const started = start();
const place = document.querySelector<HTMLElement>('[data-connect]');
if (started?.boot.connect && place) {
  place.replaceChildren();
  render(<Connect addresses={started.boot.connect} />, place);
}
