import { z } from "zod";

/**
 * Answers of calamari-api.md §3.3 and §3.4. Unknown members are ignored; where no answer was ever seen (marked so), each
 * likely name is read, and what is not there is simply not known.
 */
const id = z.union([z.number(), z.string()]).transform(String);
const named = z.object({ id, name: z.string() });
const words = z.string().nullish();

const manager = z
  .object({ name: words, email: words, legacyId: id.nullish(), personUuid: words })
  .nullish()
  .catch(null);
/** Where the zone stands was never seen: beside the name, or among what is told of the work. */
const zoned = z.object({ timeZone: words, timezone: words, timeZoneId: words }).partial().nullish().catch(null);

export const profile = z
  .object({
    personUuid: z.string(),
    legacyId: id,
    name: z.string(),
    email: words,
    directManager: manager,
    teams: z.array(named).nullish().catch(null),
    roles: z.array(z.string()).nullish().catch(null),
    timeZone: words.catch(null),
    timezone: words.catch(null),
    timeZoneId: words.catch(null),
    workInfo: zoned,
    work: zoned,
  })
  .transform(({ timeZone, timezone, timeZoneId, workInfo, work, ...rest }) => ({
    ...rest,
    zone:
      [
        timeZone,
        timezone,
        timeZoneId,
        ...[workInfo, work].flatMap((one) => [one?.timeZone, one?.timezone, one?.timeZoneId]),
      ].find((one) => typeof one === "string" && isZone(one)) ?? null,
  }));
export type WireProfile = z.infer<typeof profile>;

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

export const workPlan = z.object({
  name: words,
  days: z.array(
    z.object({
      dayOfWeek: z.string(),
      workingDay: z.boolean(),
      startTime: words,
      finishTime: words,
      durationSeconds: z.number().nullish(),
    }),
  ),
});
export type WireWorkPlan = z.infer<typeof workPlan>;

/** Dates on which something is there already. */
export const overlaps = z.array(z.string());

/** `IMMEDIATE` or `CHANGE_REQUEST` (§3.3); its shape was never seen, so the word is looked for. */
export const created = z.unknown().transform((answer) => {
  const text = JSON.stringify(answer) ?? "";
  return { mode: (/CHANGE_REQUEST|IMMEDIATE/.exec(text)?.[0] ?? null) as "CHANGE_REQUEST" | "IMMEDIATE" | null };
});

/** Nobody has seen what stamping answers (§3.4). */
export const anything = z.unknown();

const need = z.string().nullish().catch(null);
export const absenceTypes = z.array(
  z.object({
    id,
    name: z.string(),
    substituteRequirement: need,
    reasonRequirement: need,
    commentRequirement: need,
    predefinedReasons: z
      .array(z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]))
      .nullish()
      .catch(null),
    unit: z.string().nullish(),
    minDuration: z.string().nullish(),
  }),
);
export type WireType = z.infer<typeof absenceTypes>[number];

const part = z.object({ type: z.string(), value: words, label: words });
export const partDays = z.object({
  canRequestParts: z.boolean(),
  fromValues: z.array(part).nullish(),
  toValues: z.array(part).nullish(),
});
export type WireParts = z.infer<typeof partDays>;

const rows = <T extends z.ZodType>(row: T, ...names: string[]) =>
  z.preprocess((answer) => {
    if (Array.isArray(answer) || typeof answer !== "object" || answer === null) return answer;
    const members = answer as Record<string, unknown>;
    return (
      names.map((name) => members[name]).find(Array.isArray) ?? Object.values(members).find(Array.isArray) ?? answer
    );
  }, z.array(row));

/** What speaks against a request; shape never seen: sentences, or objects that hold one. */
export const restrictions = z.unknown().transform((answer): string[] => {
  const sentence = (one: unknown): string[] => {
    if (typeof one === "string") return one.trim() === "" ? [] : [one];
    if (Array.isArray(one)) return one.flatMap(sentence);
    if (typeof one !== "object" || one === null) return [];
    const members = one as Record<string, unknown>;
    const said = ["message", "text", "description", "label", "warning"]
      .map((name) => members[name])
      .find((text) => typeof text === "string");
    if (typeof said === "string") return sentence(said);
    return Object.values(members).flatMap((value) => (typeof value === "object" ? sentence(value) : []));
  };
  return sentence(answer);
});

const amount = z.number().nullish().catch(null);
/** Per year and type (§3.3); only the names of the numbers are known. */
export const allowances = rows(
  z
    .object({
      absenceTypeId: id.nullish(),
      typeId: id.nullish(),
      absenceType: z.object({ id, name: words }).nullish().catch(null),
      absenceTypeName: words.catch(null),
      name: words.catch(null),
      year: z.union([z.number(), z.string()]).nullish().catch(null),
      unit: words.catch(null),
      entitlementType: words.catch(null),
      earned: amount,
      used: amount,
      pending: amount,
      allowed: amount,
    })
    .loose(),
  "allowances",
  "absenceAllowances",
  "items",
);
export type WireAllowance = z.infer<typeof allowances>[number];

export const calendarPage = z.object({
  nextCursor: words,
  absences: z.array(
    z.object({
      userId: id,
      name: z.string(),
      category: words,
      fullDayRequest: z.boolean().nullish(),
      /** `2026-10-19T00:00`; `end` is the last day, not the first after it. */
      start: z.string().min(10),
      end: z.string().min(10),
    }),
  ),
});
export type WireCalendarRow = z.infer<typeof calendarPage>["absences"][number];

export const holidays = z.object({
  holidays: z.array(
    z.object({ name: words, start: z.string(), end: words, halfDay: z.boolean().nullish(), halfdayPeriod: words }),
  ),
});

const person = z.object({
  personUuid: z.string(),
  legacyId: id.nullish(),
  name: z.string(),
  email: words,
  position: z
    .union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
    .nullish()
    .catch(null),
});
export type WireColleague = z.infer<typeof person>;
/** A page; what its rows are called was never seen. */
const paged = <T>(schema: z.ZodType<T[]>) =>
  z.unknown().transform((answer, context) => {
    const parsed = schema.safeParse(answer);
    if (!parsed.success) {
      context.addIssue({ code: "custom", message: "no rows" });
      return z.NEVER;
    }
    const { nextOffset } = (answer ?? {}) as { nextOffset?: unknown };
    return { rows: parsed.data, nextOffset: typeof nextOffset === "number" ? nextOffset : null };
  });
export const people = paged(rows(person, "people", "members", "persons", "items"));
/** Own teams carry a mark behind their name. */
export const teams = paged(
  rows(
    named.transform(({ id: number, name }) => ({ id: number, name: name.replace(/\s*\[member\]\s*$/, "") })),
    "teams",
    "items",
  ),
);

/** What making a request answers was never seen: its number, where it tells one. */
export const requested = z.unknown().transform((answer) => {
  if (typeof answer !== "object" || answer === null) return { id: null, status: null };
  const { id: number, absenceRequestId, requestId, status } = answer as Record<string, unknown>;
  const told = [number, absenceRequestId, requestId].find((one) => typeof one === "number" || typeof one === "string");
  return { id: told === undefined ? null : String(told), status: typeof status === "string" ? status : null };
});
