import type { Call } from "../../../../domain/call";
import { pageOf } from "../../../../domain/drafts";
import { InputError } from "../../../../domain/errors";
import type { Narrowed, RecordQuery } from "../../../../domain/records";
import { partsOf } from "../../../../time/civil";
import { dayOf, toInstant } from "../../../../time/format";
import { demand } from "../../capabilities/require-capability";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import { oneReport, reports, type WireReport } from "../../wire/balance";
import { type ClockodoRecordType, described, partly } from "../record-type";
import { idOf } from "../shared";
import { details, fields, filters, recordOf } from "./user-report-shape";

const notes = ["An id is a person's and a year: #42-2026. A period narrows months and days. Durations are seconds."];

/** Clockodo's number of how much is told (clockodo-api.md §4). */
const detailOf = ({ filters }: Narrowed, usual: (typeof details)[number]) =>
  Math.max(0, details.indexOf((filters?.detail as (typeof details)[number] | undefined) ?? usual));
const spanOf = ({ first, last }: Narrowed) => (first !== undefined && last !== undefined ? { first, last } : null);

/** Sums of a person's year (clockodo-api.md §2.13): durations in seconds, leave in days. */
export function userReportType(clockodo: Clockodo): ClockodoRecordType {
  const { client, env } = clockodo;

  /** @param person null: everybody whose report the caller may see */
  async function rows(person: number | null, year: number, type: number, call?: Call): Promise<WireReport[]> {
    const query = [
      ["year", year],
      ["type", type],
    ] as const;
    if (person === null) return (await client.get(reports, pathOf("userreports"), { query }, call)).userreports;
    return [(await client.get(oneReport, pathOf("userreports", person), { query }, call)).userreport];
  }

  async function yearOf(query: Pick<RecordQuery, "first" | "last" | "filters">, zone: string): Promise<number> {
    if (query.filters?.year != null) return Number(query.filters.year);
    const { year } = partsOf(query.first ?? dayOf(toInstant(env.now()), zone));
    if (query.last !== undefined && partsOf(query.last).year !== year)
      throw new InputError("argument", "A user report is of one year.", { next: "Ask for each year by itself." });
    return year;
  }

  return {
    describe: (call) =>
      described(
        clockodo,
        { kind: "user_report", actions: ["list", "get"], fields, filters, narrowsOne: true, notes },
        call,
      ),
    async list(query, call) {
      const { zone } = await demand(clockodo, "user_report.read", call);
      const year = await yearOf(query, zone);
      const person = query.filters?.person == null ? null : idOf(query.filters.person, "a person");
      const [found, { user }] = await Promise.all([
        rows(person, year, detailOf(query, "year"), call),
        clockodo.profile.get({ signal: call?.signal }),
      ]);
      const notes = person === null && user.role !== "owner" ? [partly] : [];
      return pageOf(
        found.map((row) => recordOf(row, year, spanOf(query), zone)),
        query,
        notes,
      );
    },
    async get(id, _of, call, narrowed = {}) {
      const { zone } = await demand(clockodo, "user_report.read", call);
      const [, person = "", given] = /^(\d+)(?:-(\d{4}))?$/.exec(id) ?? [];
      const number = wireId(person, "a user report (a person's, with the year: 42-2026)");
      const year = given === undefined ? await yearOf({}, zone) : Number(given);
      const [row] = await rows(number, year, detailOf(narrowed, "month"), call);
      if (!row) throw new InputError("argument", "There is no such report.");
      return recordOf(row, year, spanOf(narrowed), zone);
    },
  };
}
