import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Exchange, problemsOfExchange } from "./document";
import { knownContradictions } from "./known-contradictions";

/** Where each process leaves what it held against the document; `build/document-count.mjs` adds it up. */
const folder = join(import.meta.dirname, "../../../out/reports/clockodo-document");
const file = join(folder, `${crypto.randomUUID()}.json`);

export interface Held {
  /** Without those that the document does not have. */
  requests: number;
  /** With status 200. */
  answers: number;
  errors: number;
  /** What contradicts the document and is not known to; each once. */
  mismatches: string[];
  /** Hits by the reason of a known contradiction. */
  known: Record<string, number>;
}

const none = (): Held => ({
  requests: 0,
  answers: 0,
  errors: 0,
  mismatches: [],
  known: Object.fromEntries(knownContradictions.map(({ reason }) => [reason, 0])),
});

/** Validates requests and responses with the document. */
export function compareWithDocument(exchanges: readonly Exchange[]): Held {
  const held = none();
  for (const exchange of exchanges) {
    const problems = problemsOfExchange(exchange);
    if (problems === null) continue;
    held.requests += 1;
    held[exchange.status === 200 ? "answers" : "errors"] += 1;
    for (const problem of problems) {
      const known = knownContradictions.find(
        ({ pattern, where }) => pattern.test(problem) && (!where || where(JSON.parse(exchange.answer))),
      );
      if (known) held.known[known.reason] = (held.known[known.reason] ?? 0) + 1;
      else if (!held.mismatches.includes(problem)) held.mismatches.push(problem);
    }
  }
  return held;
}

const sum = none();

/** Adds to what this process leaves for the gate. */
export function countHeld(held: Held): void {
  sum.requests += held.requests;
  sum.answers += held.answers;
  sum.errors += held.errors;
  sum.mismatches.push(...held.mismatches);
  for (const [reason, hits] of Object.entries(held.known)) sum.known[reason] = (sum.known[reason] ?? 0) + hits;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(sum));
}
