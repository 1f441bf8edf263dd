import type { DiffLine } from "./types";

const around = 3;

/**
 * Lines in and around the one range that changes. Compared on the real lines, shown with the masked ones: both texts
 * must have the same number of lines.
 */
export function diffLines(before: { real: string; shown: string }, after: { real: string; shown: string }): DiffLine[] {
  const [old, now] = [lines(before.real), lines(after.real)];
  const [oldShown, nowShown] = [lines(before.shown), lines(after.shown)];
  let top = 0;
  while (top < old.length && top < now.length && old[top] === now[top]) top++;
  let bottom = 0;
  while (bottom < old.length - top && bottom < now.length - top && old.at(-1 - bottom) === now.at(-1 - bottom))
    bottom++;
  if (top === old.length && top === now.length) return [];
  const as = (kind: DiffLine["kind"], some: string[]) => some.map((text) => ({ kind, text }));
  return [
    ...as("same", nowShown.slice(Math.max(0, top - around), top)),
    ...as("remove", oldShown.slice(top, old.length - bottom)),
    ...as("add", nowShown.slice(top, now.length - bottom)),
    ...as("same", nowShown.slice(now.length - bottom, now.length - bottom + around)),
  ];
}

function lines(text: string): string[] {
  const all = text.split(/\r\n|\n|\r/);
  if (all.at(-1) === "") all.pop();
  return all;
}
