import type { Work } from "./work";

const names = ["blue", "violet", "magenta", "rust", "ochre", "green", "petrol", "slate"] as const;

/** The color at the edge of what is booked on a project: always the same for it, never the only thing that tells it. */
export function projectColor(work: Work): string {
  const ref = work.project ?? work.customer ?? work.activity;
  if (!ref) return "var(--project-slate)";
  let hash = 0;
  for (const letter of `${ref.id} ${ref.name}`) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return `var(--project-${names[hash % names.length]})`;
}
