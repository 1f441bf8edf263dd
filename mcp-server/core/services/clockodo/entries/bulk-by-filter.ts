import { z } from "zod";
import type { Call } from "../../../domain/call";
import type { AccountFacts } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import type { BulkChange, BulkPort, EntryQuery } from "../../../domain/ports";
import { reworded } from "../../../domain/reworded";
import { savedAndFound, sentOnce } from "../../shared/send-once";
import { groupsChanged, groupsDeleted } from "../client/client";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { bookedOn, collision } from "./booking";
import type { Body } from "./entry-body";
import { holds } from "./find-lost-create";
import { billableFilter, listRows, narrowed } from "./list-entries";

/** The first step only counts; its key makes the second one act (clockodo-api.md §2.3). */
const counted = z.object({ confirm_key: z.string(), affected_entries: z.number() });
/** Which of the two a delete answers is unsure (§2.3). */
const edited = z.object({ edited_entries: z.number().nullish(), deleted_entries: z.number().nullish() });

const undecidable = (what: string, next = "Name the entries by their ids instead.") =>
  new InputError("argument", `Clockodo cannot take ${what} for all entries at once.`, { next });

/** The filter of entry groups, which knows less than that of lists. @throws InputError for what it does not know */
function filterOf(asked: EntryQuery, facts: AccountFacts): [string, string | number][] {
  const { people, work } = narrowed(asked, facts);
  if (people && people.size !== 1) throw undecidable("several people", "Name one person at a time, or everyone.");
  if (asked.running !== undefined || asked.changedSince !== undefined)
    throw undecidable("what runs, or was changed lately,");
  const billable = billableFilter(asked);
  // 12, either billable or billed, is of lists only (§4).
  if (billable === 12 || (billable === null && asked.exported === false)) throw undecidable("billed and not billed");
  const text = asked.text?.trim();
  return [
    ...[...(people ?? [])].map((id): [string, number] => ["users_id", id]),
    ...work,
    ...(billable === null ? [] : [["billable", billable] as [string, number]]),
    ...(text ? [["text", text] as [string, string]] : []),
  ];
}

async function valuesOf(clockodo: Clockodo, change: BulkChange, call?: Call): Promise<Body> {
  const { work, text, billable, personId } = change;
  const moves = work?.customer ?? work?.project ?? work?.subproject;
  const on = work && moves !== undefined ? await bookedOn(clockodo, work, call, false) : null;
  return {
    // What hangs below the new one cannot stay; each entry keeps its service unless another was named.
    ...(on && { customers_id: on.customers_id, projects_id: on.projects_id, subprojects_id: on.subprojects_id }),
    ...(work?.activity !== undefined && { services_id: wireId(work.activity, "an activity") }),
    ...(text !== undefined && { text: text ?? "" }),
    ...(billable !== undefined && { billable: billable ? 1 : 0 }),
    ...(personId !== undefined && { users_id: wireId(personId, "a person") }),
  };
}

/** Whether entries no longer fit the filter once they have the new values. */
const leaves = (filter: readonly [string, string | number][], values: Body): boolean =>
  filter.some(([name, wanted]) => {
    if (!(name in values)) return false;
    const value = values[name];
    return name === "text"
      ? !String(value).toLocaleLowerCase().includes(String(wanted).toLocaleLowerCase())
      : value !== wanted;
  });

/** Entry groups changed and deleted in Clockodo's two steps (clockodo-api.md §2.3), each ten times a minute (§1.4). */
export function createBulk(clockodo: Clockodo): BulkPort {
  const { client } = clockodo;
  const path = pathOf("entrygroups");

  async function fitting(asked: EntryQuery, call?: Call): Promise<number> {
    let found = 0;
    for await (const { rows } of listRows(clockodo, asked, call)) found += rows.length;
    return found;
  }

  /**
   * Looks whether all that fits is as it was meant, or gone.
   * @param values what they should have; null: they should be gone
   * @returns a sentence where that could not be read
   * @throws ServiceError `conflict` with how many are not
   */
  async function unlike(asked: EntryQuery, values: Body | null): Promise<string[]> {
    let wrong = 0;
    try {
      for await (const { rows } of listRows(clockodo, asked))
        wrong += rows.filter((row) => values === null || !holds(row, values)).length;
    } catch {
      return ["Clockodo answered that it is done; what it made of the entries could not be read afterwards."];
    }
    if (wrong === 0) return [];
    const what = values ? "do not have what was meant" : "are still there";
    throw new ServiceError("conflict", `Clockodo answered that it is done, but ${wrong} of the entries ${what}.`, {
      saved: "yes",
      next: "Look at list_time with the same period and filters.",
    });
  }

  /** A refusal has few words: what was billed, or came in between, is what it may be about. */
  async function refusal(error: unknown, asked: EntryQuery): Promise<unknown> {
    const known = collision(error);
    if (!(known instanceof ServiceError)) return known;
    if (known.fields?.confirm_key !== undefined)
      return reworded(known, "What fits has changed since Clockodo counted it; nothing was done.", {
        kind: "conflict",
        fields: undefined,
        next: "Ask again, and look at what fits now.",
      });
    if (known.kind !== "forbidden" || asked.exported === false) return known;
    const billed = await fitting({ ...asked, exported: true }).catch(() => 0);
    if (billed === 0) return known;
    const which = billed === 1 ? "One of these entries is billed" : `${billed} of these entries are billed`;
    return reworded(known, `${which}, and your rights in Clockodo do not let you change that.`, {
      kind: "locked",
      next: "Leave them out by a shorter period or a filter, or ask whoever administers your Clockodo.",
    });
  }

  return {
    async prepare(asked, change, call) {
      const facts = await clockodo.facts.get({ signal: call?.signal });
      const filter = filterOf(asked, facts);
      const values = change === "delete" ? null : await valuesOf(clockodo, change, call);
      const send = <T>(schema: z.ZodType<T>, key: string | null, carried?: Call): Promise<T> => {
        const span = { time_since: asked.from, time_until: asked.to };
        const confirm = key === null ? {} : { confirm_key: key };
        const reads = key === null;
        if (values) {
          const fits = filter.length > 0 ? { filter: Object.fromEntries(filter) } : {};
          const body = { ...span, ...fits, ...values, ...confirm };
          return client.write(schema, "PUT", path, { body, reads, limits: [groupsChanged] }, carried);
        }
        const query = [
          ...Object.entries({ ...span, ...confirm }),
          ...filter.map(([name, value]): [string, string | number] => [`filter[${name}]`, value]),
        ];
        return client.write(schema, "DELETE", path, { query, reads, limits: [groupsDeleted] }, carried);
      };
      const { confirm_key: key, affected_entries: count } = await send(counted, null, call).catch(async (error) => {
        throw await refusal(error, asked);
      });
      const shows = !values || leaves(filter, values);
      let spent = false;
      return {
        count,
        async commit(carried) {
          if (spent) throw new ServiceError("conflict", "This was sent already.", { next: "Ask for a new count." });
          spent = true;
          const { value, looked } = await sentOnce<z.infer<typeof edited>>(
            () => send(edited, key, carried),
            async () => {
              const left = await fitting(asked);
              if (shows && left === 0) return { edited_entries: count };
              if (shows && left === count) return null;
              throw new Error("how many fit does not tell");
            },
            clockodo.secondLookMs,
          ).catch(async (error) => {
            throw await refusal(error, asked);
          });
          const missed = await unlike(asked, values);
          return {
            count: value.edited_entries ?? value.deleted_entries ?? count,
            notes: [...(looked ? [savedAndFound("Clockodo")] : []), ...missed],
          };
        },
      };
    },
  };
}
