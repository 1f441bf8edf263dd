import { ServiceError } from "../../../domain/errors";

/**
 * What an operation answered when it was tried. `closed`: the key or the company has it not (403); `absent`: this Calamari
 * has no such operation; else the refusal is about this person, and Calamari says why.
 */
export type Tried<T> =
  | { value: T; why?: undefined }
  | { value: null; why: string; as: "closed" | "absent" | "personal" };

/** The answer or the refusal; that Calamari cannot be reached or the key is wrong stays a failure. */
export async function tried<T>(asked: Promise<T>): Promise<Tried<T>> {
  try {
    return { value: await asked };
  } catch (error) {
    if (!(error instanceof ServiceError) || (error.kind !== "forbidden" && error.kind !== "unsupported")) throw error;
    const as = error.kind === "unsupported" ? "absent" : error.detail === "HTTP 403" ? "closed" : "personal";
    return { value: null, why: error.message, as };
  }
}

/** What each question of `readFacts` was answered with. */
export interface Answers {
  shifts: Tried<unknown>;
  terminal: Tried<unknown>;
  projects: Tried<unknown>;
  requests: Tried<unknown>;
  types: Tried<unknown>;
  found: Tried<unknown>;
  weeks: Tried<unknown>;
}
type Part = keyof Answers;

/** Groups of operations as a key's data scope names them, as far as is known (calamari-api.md §1.1). */
const scopes: Record<Part, string> = {
  shifts: "timesheet entries",
  terminal: "terminal",
  projects: "projects",
  requests: "absence requests",
  types: "absence types",
  found: "employees",
  weeks: "working weeks",
};
const moduleNames = { time: "Time & Attendance", leave: "Time Off" } as const;
const modules: Record<keyof typeof moduleNames, readonly Part[]> = {
  time: ["shifts", "terminal", "projects"],
  leave: ["requests", "types"],
};

/** What the key opens, for `get_account`. */
export interface Reach {
  modules: Record<string, string>;
  /** Scopes that it has. */
  has: string[];
  /** What it has not, as sentences. */
  lacks: string[];
}

const isOn = (answers: Answers, name: keyof typeof modules) =>
  modules[name].some((part) => answers[part].value !== null);

/**
 * Why a part is closed, in words that say which of both it may be: Calamari answers 403 to a key without the scope and to
 * a company without the module. Where another part of the module is open, it is the key.
 */
function whyClosed(answers: Answers, part: Part): string | null {
  const answer = answers[part];
  if (answer.value !== null || answer.why === undefined) return null;
  if (answer.as !== "closed") return answer.why;
  const name = (["time", "leave"] as const).find((each) => modules[each].includes(part));
  const lacks = `the API key lacks the scope for ${scopes[part]}`;
  if (!name || isOn(answers, name)) return lacks;
  const all = modules[name].map((each) => scopes[each]).join(", ");
  return `either your company does not have Calamari's module ${moduleNames[name]}, or the API key has none of its scopes (${all})`;
}

export function reachOf(answers: Answers): Reach {
  const parts = Object.keys(scopes) as Part[];
  const whys = parts.flatMap((part) => whyClosed(answers, part) ?? []);
  return {
    modules: Object.fromEntries(
      (["time", "leave"] as const).map((name) => [
        moduleNames[name],
        isOn(answers, name) ? "on" : "off, or closed to this API key",
      ]),
    ),
    has: parts.filter((part) => answers[part].value !== null).map((part) => scopes[part]),
    lacks: [...new Set(whys)].map((why) => `${why.charAt(0).toUpperCase()}${why.slice(1)}`.replace(/\.?$/, ".")),
  };
}

const crud = (...kinds: string[]) =>
  kinds.flatMap((kind) => ["read", "create", "update", "delete"].map((action) => `${kind}.${action}`));

/** Which permission cells need which operation; the first that is closed tells why. */
const needs: readonly (readonly [Part, readonly string[]])[] = [
  ["shifts", ["timer.read", "timer.create", "timer.update", ...crud("time", "others_time")]],
  ["terminal", ["timer.create", "timer.update"]],
  ["projects", ["project.read", "project.create", "project.delete"]],
  ["requests", crud("absence", "others_absence")],
  ["types", ["absence.create", "others_absence.create", "leave_account.read", "leave_account.create"]],
  ["weeks", ["target_hours.read"]],
];

/**
 * By permission cell, why Calamari refuses it to this key (`AccountFacts.refused`). What only others' data could tell
 * (people, teams) is not tried here: it answers for itself.
 */
export function refusedBy(answers: Answers): Record<string, string> {
  const refused: Record<string, string> = {};
  for (const [part, cells] of needs) {
    const answer = answers[part];
    // That types of breaks have another path here says nothing of clocking in.
    if (part === "terminal" && answer.why !== undefined && answer.as === "absent") continue;
    const why = whyClosed(answers, part);
    if (why !== null) for (const cell of cells) refused[cell] ??= why.replace(/\.$/, "");
  }
  return refused;
}
