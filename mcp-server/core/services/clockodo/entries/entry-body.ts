import type { Call } from "../../../domain/call";
import { InputError, ServiceError } from "../../../domain/errors";
import type { EntryDetails, EntryDraft, EntryPatch } from "../../../domain/ports";
import { message } from "../../../messages/message";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { bookedIn } from "../mapping/levels";
import type { WireCompany } from "../wire/account";
import type { WireEntry } from "../wire/entry";
import { bookedOn, checkDetails, onlyGiven, usualBillable } from "./booking";

/** Bodies of entries in Clockodo's words (clockodo-api.md §2.2): only what was asked for. */

export type Body = Record<string, unknown>;
/** 1 a span of time, 2 a lump sum, 3 a lump-sum service. */
const isTime = (row: WireEntry) => (row.type ?? 1) === 1;
export const isRunning = (row: WireEntry) => isTime(row) && row.time_until == null;

const seconds = (begin: string, end: string) => (Date.parse(end) - Date.parse(begin)) / 1000;
const noFixedAmount = () =>
  new ServiceError("unsupported", "A fixed amount is an entry of its own in Clockodo, without a duration.", {
    fields: { rate: "Only lump sums have a fixed amount." },
    next: "Save it as a record of type lump_sum, or give an hourly rate.",
  });

function demandBillable({ billable, exported }: EntryDetails): void {
  if (exported && billable === false)
    throw new InputError("argument", "What is billed is billable.", { next: "Leave one of the two out." });
}

/** Length of an entry with a break in it; without one Clockodo reckons itself. */
function lengthOf(begin: string, end: string, breakSeconds: number): Body {
  const left = seconds(begin, end) - breakSeconds;
  if (left <= 0)
    throw new InputError("time", "The break is as long as the whole entry.", { next: "Give a shorter one." });
  return { duration: left };
}

/**
 * A new span of time. Whether it is billed is said afterwards: that a new one may be is unsure (§8.8).
 * @returns `guessed`: Clockodo has to be told whether it is billable, and nobody knew
 */
export async function createBody(
  clockodo: Clockodo,
  draft: EntryDraft,
  call?: Call,
): Promise<{ body: Body & { time_since: string; time_until: string }; guessed: boolean }> {
  const { facts, company } = await clockodo.profile.get({ signal: call?.signal });
  checkDetails(draft, company);
  demandBillable(draft);
  if (draft.fixedRate != null) throw noFixedAmount();
  if (draft.end <= draft.begin)
    throw new InputError("time", message("end_not_after_start"), { next: "Give an end after the begin." });
  const on = await bookedOn(clockodo, draft.work, call);
  const billable = draft.exported || (draft.billable ?? (await usualBillable(clockodo, on, call)));
  const others = draft.personId !== undefined && draft.personId !== facts.person.id;
  return {
    guessed: billable === undefined,
    body: {
      ...onlyGiven(on),
      billable: billable === false ? 0 : 1,
      time_since: draft.begin,
      time_until: draft.end,
      ...(draft.text ? { text: draft.text } : {}),
      ...(others ? { users_id: wireId(draft.personId ?? "", "a person") } : {}),
      ...(draft.hourlyRate == null ? {} : { hourly_rate: draft.hourlyRate }),
      ...(draft.breakSeconds ? lengthOf(draft.begin, draft.end, draft.breakSeconds) : {}),
    },
  };
}

/** 0 not billable, 1 billable, 2 billed (§4); undefined: stays as it is. */
function billableAfter(row: WireEntry, { billable, exported }: EntryDetails): 0 | 1 | 2 | undefined {
  if (exported) return 2;
  if (billable !== undefined) return billable ? (exported === undefined && row.billable === 2 ? undefined : 1) : 0;
  return exported === false && row.billable === 2 ? 1 : undefined;
}

/** What a lump sum cannot take, and what only it can. */
function moneyAfter(row: WireEntry, { fixedRate, hourlyRate }: EntryPatch): Body {
  if (fixedRate !== undefined && row.type !== 2) throw noFixedAmount();
  if (fixedRate === null)
    throw new InputError("argument", "A lump sum needs its amount.", { next: "Give an amount, or delete the entry." });
  if (hourlyRate !== undefined && !isTime(row))
    throw new ServiceError("unsupported", "A lump sum has no hourly rate.", { next: "Leave it out." });
  return {
    ...(fixedRate === undefined ? {} : { lumpsum: fixedRate }),
    ...(hourlyRate === undefined ? {} : { hourly_rate: hourlyRate }),
  };
}

function timesAfter(row: WireEntry, patch: EntryPatch, company: WireCompany | null): Body {
  const begin = patch.begin ?? row.time_since;
  if (!isTime(row)) {
    if (patch.breakSeconds || (patch.end !== undefined && patch.end !== begin))
      throw new ServiceError("unsupported", "A lump sum has a date and no duration.", {
        next: "Leave end, duration and break out.",
      });
    return patch.begin === undefined ? {} : { time_since: patch.begin };
  }
  const end = patch.end ?? row.time_until ?? undefined;
  if (end !== undefined && end <= begin && (patch.begin !== undefined || patch.end !== undefined))
    throw new InputError("time", message("end_not_after_start"), { next: "Give an end after the begin." });
  const held = row.time_until && row.duration != null ? seconds(row.time_since, row.time_until) - row.duration : 0;
  const pause = patch.breakSeconds ?? ((patch.begin ?? patch.end) ? Math.max(0, held) : undefined);
  const apart = company?.force_linked_entry_times === false && end !== undefined && pause !== undefined;
  return {
    ...(patch.begin === undefined ? {} : { time_since: patch.begin }),
    ...(patch.end === undefined ? {} : { time_until: patch.end }),
    ...(apart && (pause > 0 || held > 0) ? lengthOf(begin, end, pause) : {}),
  };
}

/** What has to be sent to change an entry; empty: it is like that already. */
export async function changeBody(clockodo: Clockodo, row: WireEntry, patch: EntryPatch, call?: Call): Promise<Body> {
  const { company } = await clockodo.profile.get({ signal: call?.signal });
  checkDetails(patch, company);
  demandBillable(patch);
  const billable = billableAfter(row, patch);
  const { services_id: service, ...on } = patch.work
    ? await bookedOn(clockodo, patch.work, call, row.type !== 3)
    : { services_id: null };
  // The whole of what it is booked on was given; what stays is not sent, for a closed project would be refused again.
  const moved = Object.entries({ ...on, ...(service === null ? {} : { services_id: service }) }).filter(
    ([name, value]) => ((row as Body)[name] || null) !== value,
  );
  return {
    ...Object.fromEntries(moved),
    ...timesAfter(row, patch, company),
    ...moneyAfter(row, patch),
    ...(patch.text === undefined ? {} : { text: patch.text ?? "" }),
    ...(billable === undefined ? {} : { billable }),
    ...(patch.personId === undefined ? {} : { users_id: wireId(patch.personId, "a person") }),
  };
}

/** A new entry like an ended one of any type. Rates are reckoned anew, and what is billed is billable. */
export function copyBody(row: WireEntry, own: number): Body & { time_since: string } {
  const money =
    row.type === 3
      ? { lumpsum_services_id: row.lumpsum_services_id, lumpsum_services_amount: row.lumpsum_services_amount }
      : { services_id: row.services_id, ...(row.type === 2 ? { lumpsum: row.lumpsum } : {}) };
  const whole = isTime(row) && row.time_until ? seconds(row.time_since, row.time_until) : null;
  return {
    ...onlyGiven({ ...bookedIn(row), services_id: null }),
    ...money,
    billable: row.billable === 0 ? 0 : 1,
    time_since: row.time_since,
    ...(isTime(row) ? { time_until: row.time_until } : {}),
    ...(whole !== null && row.duration != null && row.duration !== whole ? { duration: row.duration } : {}),
    ...(row.text ? { text: row.text } : {}),
    ...(row.users_id === own ? {} : { users_id: row.users_id }),
  };
}
