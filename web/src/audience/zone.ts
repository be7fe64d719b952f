// The first guess of where the reader is. The server does the reckoning: the page is read again for that zone and its times are taken over.
import type { Boot } from '../boot';

/** @returns the boot data of the page for this zone; undefined when it could not be read. */
export async function useZone(zone: string, readBoot: (document: Document) => Boot | undefined): Promise<Boot | undefined> {
  const url = new URL(location.href);
  url.search = '';
  url.searchParams.set('zone', zone);
  try {
    const answer = await fetch(url);
    if (!answer.ok) return undefined;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of page.querySelectorAll<HTMLElement>('[data-zone-part]')) {
      document.querySelector(`[data-zone-part="${part.dataset.zonePart}"]`)?.replaceWith(document.importNode(part, true));
    }
    return readBoot(page);
  } catch {
    return undefined;
  }
}

export function browserZone(): string | undefined {
  try {
    return Intl.DateTimeFormat().resolvedOptions().timeZone || undefined;
  } catch {
    return undefined;
  }
}
