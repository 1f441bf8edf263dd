import { fold } from "#core/domain/fold";

/** Words that tell one text from another: no numbers, which count weeks and tickets. */
const wordsOf = (text: string) => new Set(fold(text).match(/\p{L}{3,}/gu) ?? []);

/** Shared words of all words of both: above it two texts are taken for the same work. */
const enough = 0.6;

/**
 * The first of the candidates with the same text, else with the most similar one.
 * @param candidates latest first
 */
export function mostSimilar<T extends { text: string }>(text: string, candidates: readonly T[]): T | null {
  const folded = fold(text).trim();
  if (folded === "") return null;
  const same = candidates.find((one) => fold(one.text).trim() === folded);
  if (same) return same;
  const words = wordsOf(text);
  let best: { one: T; share: number } | null = null;
  for (const one of candidates) {
    const others = wordsOf(one.text);
    const shared = [...words].filter((word) => others.has(word)).length;
    const share = shared / (words.size + others.size - shared || 1);
    if (share >= enough && share > (best?.share ?? 0)) best = { one, share };
  }
  return best?.one ?? null;
}
