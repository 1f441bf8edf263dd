import { z } from "zod";
import { quote } from "../../../domain/quote";
import type { Explained } from "../../http/errors";
import { adviceFor, detailText } from "./error-advice";
import type { ClockodoProblem } from "./problem";

const typed = z.object({
  type: z.string().nullish(),
  message: z.string().nullish(),
  path: z.string().nullish(),
  details: z.record(z.string(), z.unknown()).nullish().catch(null),
});
const list = z.object({ errors: z.array(z.union([z.object({ error: typed }), typed])) });
const simple = z.object({ error: z.object({ message: z.string().catch(""), fields: z.array(z.string()).nullish() }) });

/** Everything that an error answer says; empty for HTML, an empty body and shapes that nobody knows. */
function problemsIn(body: unknown): ClockodoProblem[] {
  const many = list.safeParse(body);
  if (many.success)
    return many.data.errors.map((item) => {
      const { type, message, path, details } = "error" in item ? item.error : item;
      return {
        ...(type ? { type } : {}),
        message: message ?? "",
        fields: path ? [path] : [],
        details: details ?? {},
      };
    });
  const one = simple.safeParse(body);
  return one.success ? [{ message: one.data.error.message, fields: one.data.error.fields ?? [], details: {} }] : [];
}

/** Each of its refusals names at least one problem in one of its forms (clockodo-api.md §1.5). */
export const isOwnRefusal = (_status: number, body: unknown): boolean => problemsIn(body).length > 0;

const conflicts = new Set([
  "AbsenceCollision",
  "ResourceConflictFound",
  "RateAlreadyExists",
  "DuplicateEntryForUserAndYear",
]);
const rights = /Forbidden|Cannot(Manage|Modify)|^Missing|OnlyOwner|NotAllowed/;
/** Edit locks are told in words only, in the person's language. */
const lockFields = /edit_lock/;
const lockedWords = /edit.?lock|\block(ed)?\b|gesperrt|Bearbeitungssperre|verrouill/i;

function kindOf(status: number, { type = "", message, fields }: ClockodoProblem): Explained["kind"] {
  if (status === 401) return "unauthorized";
  // A wrong value for a lock is no locked day.
  const ofLock = type === "UnexpectedValue" || fields.some((name) => lockFields.test(name));
  if (lockedWords.test(message) && !ofLock) return "locked";
  if (conflicts.has(type) || status === 409) return "conflict";
  if (status === 403 || rights.test(type)) return "forbidden";
  if (status === 404 || type === "ResourceNotFound") return "not_found";
  return "invalid";
}

/** @param ours Clockodo's field names in our words; unknown ones stay as they are */
export function explainer(ours: Readonly<Record<string, string>>) {
  return (status: number, body: unknown): Explained | undefined => {
    // Too many requests, and failures of its own, mean the same everywhere, whatever the body says.
    if (status === 429 || status >= 500) return undefined;
    const problems = problemsIn(body);
    const first = problems[0];
    // Taken away, or gone without a word (§1.3).
    if (status === 410 || first?.type === "RouteNotFound")
      return {
        kind: "unsupported",
        message: "Clockodo has removed this part of its interface.",
        next: "Update Punchcard.",
      };
    if (!first) return undefined;
    if (status === 401)
      return {
        kind: "unauthorized",
        // A wrong and a missing credential look the same (§1.5).
        message: "Clockodo does not accept the e-mail address and API key, or got none.",
        next: "Check both in Clockodo under Personal data. Changing the Clockodo password makes the key invalid.",
      };
    const fields: Record<string, string> = {};
    for (const { fields: named, message, type } of problems)
      for (const name of named) fields[ours[name] ?? name] = quote(message || (type ?? ""), 200);
    const words = problems
      .flatMap((problem) => [quote(problem.message || (problem.type ?? ""), 200), detailText(problem)])
      .filter(Boolean)
      .join(" ");
    const kind = kindOf(status, first);
    return {
      kind,
      message: words ? `Clockodo refuses this. ${words}` : "Clockodo refuses these values.",
      fields,
      next:
        kind === "locked"
          ? "The day is closed for changes; ask whoever administers your Clockodo."
          : adviceFor(problems),
    };
  };
}
