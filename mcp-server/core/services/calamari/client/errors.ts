import { z } from "zod";
import type { Explained } from "../../http/errors";
import { adviceFor } from "./error-advice";

/** The one shape of Calamari's errors (calamari-api.md §1.5); members may be missing. */
const problem = z.object({
  message: z.string().nullish().catch(null),
  code: z.string().nullish().catch(null),
  field: z.string().nullish().catch(null),
});

/** Its refusals name a code (calamari-api.md §1.5); a text alone could be anybody's. */
export function isOwnRefusal(_status: number, body: unknown): boolean {
  const refusal = problem.safeParse(body);
  return refusal.success && /^[A-Z][A-Z0-9_]+$/.test(refusal.data.code ?? "");
}

/** Calamari's field names in our words; others are not told. */
const fieldNames: Readonly<Record<string, string>> = {
  employee: "person",
  employees: "person",
  balanceOwner: "person",
  projectId: "project",
  projectType: "project",
  breakType: "type",
  breakStart: "break",
  breakEnd: "break",
  breaks: "break",
  projectStart: "project",
  projectEnd: "project",
  projects: "project",
  shiftStart: "begin",
  shiftEnd: "end",
  time: "at",
  dateFrom: "first",
  dateTo: "last",
  absenceTypeId: "type",
  absenceType: "type",
  asOfDate: "day",
  description: "text",
};

/** What its free text about quotas says (§1.4): `812/day, 721/hour, 2/sec`, usage first, then the limits. */
function quotaIn(field: string): { window: "day" | "hour" | "sec"; used: number; limit: number } | null {
  const windows = ["day", "hour", "sec"] as const;
  for (const window of windows) {
    const [used, limit] = [...field.matchAll(new RegExp(`(\\d+)\\s*/\\s*${window}`, "g"))].map((found) =>
      Number(found[1]),
    );
    if (used !== undefined && limit !== undefined && used >= limit) return { window, used, limit };
  }
  return null;
}

const untilFree = {
  day: "Its limit for today is used up. Try again tomorrow, or have Calamari raise the limit of your company.",
  hour: "Its limit for this hour is used up. Try again later, or have Calamari raise the limit of your company.",
  sec: "Try again in a moment.",
};

/** Reads an error answer in Calamari's own terms. What is not in its form is left to the general reading. */
export function explain(status: number, body: unknown): Explained | undefined {
  if (status >= 500) return undefined;
  // In which form it refuses is not known (§1.5): HTML of its own gateway too.
  if (status === 403)
    return {
      kind: "forbidden",
      message: "Calamari does not let this API key do that: it lacks the data scope, or the company lacks the module.",
      next: "Ask an administrator to add the scope to the key under Configuration, Integrations, API.",
    };
  const parsed = problem.safeParse(body);
  if (!parsed.success) return undefined;
  const { message, code, field } = parsed.data;
  if (status === 429) {
    const quota = quotaIn(field ?? "");
    return {
      kind: "rate_limited",
      message: quota
        ? `Calamari allows your company ${quota.limit} requests per ${quota.window === "sec" ? "second" : quota.window}, and they are used up.`
        : "Calamari asks to send fewer requests.",
      next: quota ? untilFree[quota.window] : "Wait some minutes, then try again.",
      // Requests that were sent apart can arrive together, and colleagues' programs count too.
      ...(quota?.window === "sec" && { retryAfter: 1 }),
    };
  }
  if (status === 401)
    return {
      kind: "unauthorized",
      message: "Calamari does not accept the API key, or API access is switched off.",
      next: "Ask an administrator to look under Configuration, Integrations, API. A key from there goes where the account was connected to Punchcard, or into CALAMARI_API_KEY.",
    };
  // A wrong path, never a record that is missing (§1.5): this Calamari has no such operation.
  if (status === 404 || status === 405)
    return { kind: "unsupported", message: "This Calamari does not have that part of the interface." };
  if (!code && !message) return undefined;
  const known = code ? adviceFor(code) : undefined;
  // Its own text may quote what anybody in the company wrote; the log has it (http.error).
  const mark = code && /^[A-Z][A-Z0-9_]{2,79}$/.test(code) ? ` (${code})` : "";
  const said = known?.message ?? `Calamari refuses this${mark}.`;
  const ours = field ? fieldNames[field] : undefined;
  return {
    kind: known?.kind ?? "invalid",
    message: said,
    next: known?.next,
    fields: ours ? { [ours]: said } : undefined,
  };
}
