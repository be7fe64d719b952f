// What stands in the queue, and where: nothing moves under somebody's eyes but what left.

export interface Standing {
  /** In the order shown. */
  ids: string[];
  /** What would be here and waits behind "3 new". */
  waiting: number;
}

/**
 * @param before what stands there now
 * @param now what belongs there now, in its natural order
 * @param kept ids that stay though they no longer belong: the chosen card, one with a form open or a conflict to read
 * @param wait arrivals wait, but for those in `own`
 */
export function standing(
  before: readonly string[],
  now: readonly string[],
  kept: ReadonlySet<string>,
  wait: boolean,
  own: ReadonlySet<string> = new Set(),
): Standing {
  const belongs = new Set(now);
  const stood = new Set(before);
  const left = before.filter((id) => belongs.has(id) || kept.has(id));
  const arrivals = now.filter((id) => !stood.has(id) && (!wait || own.has(id)));
  if (arrivals.length === 0) return { ids: left, waiting: now.length - left.filter((id) => belongs.has(id)).length };

  // each arrival stands before the first card that naturally comes after it
  const place = new Map(now.map((id, i) => [id, i]));
  const ids: string[] = [];
  let next = 0;
  for (const id of left) {
    const at = place.get(id);
    while (at !== undefined && next < arrivals.length && (place.get(arrivals[next] as string) as number) < at) {
      ids.push(arrivals[next++] as string);
    }
    ids.push(id);
  }
  ids.push(...arrivals.slice(next));
  return { ids, waiting: now.length - ids.filter((id) => belongs.has(id)).length };
}
