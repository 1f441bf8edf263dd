import { z } from "zod";
import type { Call } from "../../../../domain/call";
import { InputError, ServiceError } from "../../../../domain/errors";
import type { ServiceRecord } from "../../../../domain/records";
import type { Query } from "../../../http/path";
import { recordType } from "../../../shared/record-engine";
import { demand, ifAllowed } from "../../capabilities/require-capability";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import {
  changeRequest,
  changeRequests,
  filedRequest,
  type WireChangeRequest,
  type WireFiled,
} from "../../wire/work-time";
import { type ClockodoRecordType, described, partly } from "../record-type";
import { checkDraft, idOf, notThere, productOf, saveOnce } from "../shared";
import { readWorkTimes, timesText } from "./work-time";
import { changesOf, fields, filters, queryOf, recordOf, written } from "./work-time-change-shape";

const told = ["One waits for each person and day: a new one takes its place. What is approved is no longer here."];

/** Requests to change work times of a day: filed, approved, declined, taken back (clockodo-api.md §2.14). */
export function workTimeChangeType(clockodo: Clockodo): ClockodoRecordType {
  const { client } = clockodo;
  const root = pathOf("workTimes", "changeRequests");
  const pathTo = (id: string, ...rest: string[]) =>
    pathOf("workTimes", "changeRequests", wireId(id, "a change"), ...rest);

  async function rows(query: Query, call?: Call): Promise<WireChangeRequest[]> {
    const found: WireChangeRequest[] = [];
    for (let page = 1; ; page++) {
      const asked: Query = [...query, ["items_per_page", 1000], ["page", page]];
      const read = await client.get(changeRequests, root, { query: asked }, call);
      found.push(...read.change_requests);
      if (page >= (read.paging?.count_pages ?? 1)) return found;
    }
  }
  /** Times of a day as one text, to see whether they changed; null where they cannot be read. */
  const timesOn = async (person: number, day: string) =>
    (await ifAllowed(readWorkTimes(clockodo, person, { first: day, last: day })))
      ?.flatMap(({ intervals }) => intervals.map((each) => `${each.time_since} ${each.time_until ?? ""}`))
      .join() ?? null;

  const requests = recordType<WireChangeRequest>(productOf(clockodo), {
    type: "work_time_change",
    what: "a request to change work times",
    cell: "work_time",
    row: changeRequest,
    fields: [],
    notes: [],
    place: () => ({ path: root }),
    // A single request has no route of its own.
    rows: (_place, call, query) => rows(query ? queryOf(query) : [], call),
    recordOf: (row, _place, call) => recordOf(clockodo, row, call),
    async listNotes(call) {
      const { user } = await clockodo.profile.get({ signal: call?.signal });
      return user.role === "owner" ? [] : [partly];
    },
    remove: true,
  });
  const find = async (id: string, call?: Call): Promise<WireChangeRequest> => {
    const number = wireId(id, "a change of work time");
    const found = (await rows([], call)).find((row) => row.id === number);
    if (found) return found;
    throw notThere("request to change work times", id);
  };

  return {
    ...requests,
    describe: (call) => described(clockodo, { kind: "work_time", fields, filters, notes: told }, call),

    async create(values, _of, call) {
      const { person: self } = await demand(clockodo, "work_time.create", call);
      checkDraft(values, fields, "create", "change of work time");
      const day = String(values.day);
      const whose = values.person == null ? wireId(self.id, "a person") : idOf(values.person, "a person");
      const changes = await changesOf(clockodo, values, day, call);
      const mine: Query = [
        ["users_id", whose],
        ["date_since", day],
        ["date_until", day],
      ];
      const [waiting, dayBefore] = await Promise.all([rows(mine, call), timesOn(whose, day)]);
      const old = new Set(waiting.map(({ id }) => id));
      const { value, notes } = await saveOnce<WireFiled>(
        clockodo,
        () => client.write(filedRequest, "POST", root, { body: { date: day, users_id: whose, changes } }, call),
        async () => {
          const found = (await rows(mine)).find(({ id }) => !old.has(id));
          if (found) return { change_request: found };
          // Where it is approved at once no request is left, and only the day tells.
          const dayNow = await timesOn(whose, day);
          return dayBefore !== null && dayNow !== null && dayNow !== dayBefore ? { change_request: null } : null;
        },
      );
      const replaced = value.replaced_change_request ? ["It took the place of a request that was waiting."] : [];
      if (value.change_request)
        return { record: await written(clockodo, value.change_request), notes: [...notes, ...replaced] };
      const now = await readWorkTimes(clockodo, whose, { first: day, last: day }).catch(() => []);
      const { zone } = await clockodo.facts.get();
      const person = await clockodo.person(whose).catch(() => ({ id: String(whose), name: `#${whose}` }));
      const record: ServiceRecord = {
        type: "work_time_change",
        id: `${whose}-${day}`,
        name: `${person.name} ${day}`,
        values: { person, day, times: now.flatMap((each) => each.intervals.map((one) => timesText(zone, one))) },
      };
      return {
        record,
        notes: [...notes, ...replaced, "Clockodo changed the day at once, as you may edit it: no request is kept."],
      };
    },

    async update(id, values, _of, call) {
      await demand(clockodo, "work_time.update", call);
      checkDraft(values, fields, "change", "change of work time");
      const approve = values.decision === "approve";
      if (!approve && values.decision !== "decline")
        throw new InputError("argument", "A request can only be decided on: decision approve or decline.", {
          next: "To change it, file a new one for the day: it takes its place.",
        });
      const before = await find(id, call);
      const body = values.accept_violations === true ? { approve_violations: true } : {};
      const later = async () => (await rows([])).find((row) => row.id === before.id);
      const { value, notes } = await saveOnce(
        clockodo,
        async (): Promise<WireChangeRequest> => {
          const path = pathTo(id, approve ? "approve" : "decline");
          const answer = await client.write(z.unknown(), "POST", path, { body: approve ? body : {} }, call);
          // A decline answers with the request, or with success alone (§8.2).
          const row = changeRequest.safeParse(answer);
          if (row.success) return row.data;
          return { ...before, ...(!approve && { status: 2 }) };
        },
        async () => {
          const now = await later();
          if (approve) return now ? null : before;
          return now?.status === 2 ? now : null;
        },
      );
      const record = await written(clockodo, value);
      if (approve) record.values.state = "approved";
      return { record, notes: [...notes, ...(approve ? ["It is approved and no longer kept as a request."] : [])] };
    },

    async remove(id, of, call) {
      if ((await find(id, call)).status === 2)
        throw new ServiceError("conflict", "Clockodo keeps requests that were declined: they cannot be deleted.", {
          next: "File a new one for the day instead.",
        });
      await requests.remove?.(id, of, call);
    },
  };
}
