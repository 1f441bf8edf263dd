import type { Call } from "../../../../domain/call";
import { pageOf } from "../../../../domain/drafts";
import { ServiceError } from "../../../../domain/errors";
import { quote } from "../../../../domain/quote";
import type { RecordDraft, RecordField, RecordQuery } from "../../../../domain/records";
import { ifAllowed } from "../../capabilities/require-capability";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import { person, personWithPin, type WirePerson } from "../../wire/people";
import { checkDraft, holds, nothing, notThere, one, saveOnce } from "../shared";
import type { ClockodoRecordType } from "../type";
import type { Groups } from "./people-names";
import { comparable, type NameOf, personBody, personFields, personRecord } from "./person-shape";

/** Whose data of a kind the caller may see or decide (clockodo-api.md §4). */
const scopes = {
  view_absences: "viewAbsences",
  manage_absences: "manageAbsences",
  view_reports: "viewUserReports",
  view_reports_in_detail: "viewUserReportsDetailed",
  view_presences: "viewPresences",
} as const;
const filters: readonly RecordField[] = [
  { name: "team", kind: "ref", of: "team" },
  { name: "role", kind: "choice", choices: ["worker", "owner"] },
  { name: "scope", kind: "choice", choices: Object.keys(scopes), hint: "Of whom you may do this." },
  { name: "personal", kind: "flag", hint: "true: with address, dates, support PIN." },
];

export function personType(clockodo: Clockodo, groups: Groups): ClockodoRecordType {
  const { client, lists } = clockodo;
  const changed = () => {
    groups.forget();
    // Somebody may have changed themselves: zone, team, rights.
    clockodo.facts.forget();
  };
  const single = async (id: number, call?: Call): Promise<WirePerson> =>
    (await client.get(one(person), pathOf("users", id), {}, call)).data;
  const record = async (row: WirePerson, whole: true | RecordDraft, call?: Call) =>
    personRecord(row, await groups.names(call).catch((): NameOf => (_type, id) => `#${id}`), whole);

  async function rows({ filters: wanted = {} }: RecordQuery, call?: Call): Promise<WirePerson[]> {
    const scope = scopes[wanted.scope as keyof typeof scopes];
    const row = wanted.personal === true ? personWithPin : person;
    const query = scope ? ([["scope", scope]] as const) : [];
    const all: WirePerson[] = [];
    for await (const page of client.all(row, pathOf("users"), { query, perPage: 1_000 }, call)) all.push(...page.rows);
    return all;
  }

  return {
    async describe(call) {
      const { refused } = await clockodo.facts.get({ signal: call?.signal });
      const open = (["create", "update", "delete"] as const).filter((action) => !(`person.${action}` in refused));
      return {
        actions: ["list", "get", ...open],
        parents: [],
        fields: personFields.map(({ wire: _, personal: __, silent: ___, ...field }) => field),
        filters,
        notes: [
          "Lists leave out what is personal; looked at one by one, people have all of it but the support PIN.",
          ...(open.includes("delete")
            ? ["Only inactive people whom no time hangs on can be deleted: set active to false."]
            : []),
          ...[...new Set(["create", "delete"].flatMap((action) => refused[`person.${action}`] ?? []))],
        ],
      };
    },

    async list(query, call) {
      const { filters: wanted = {} } = query;
      const [all, nameOf, self] = await Promise.all([
        rows(query, call),
        groups.names(call),
        clockodo.facts.get({ signal: call?.signal }),
      ]);
      const found = all
        .filter(
          (each) =>
            (query.includeHidden || each.active !== false) &&
            (wanted.team === undefined || String(each.teams_id) === wanted.team) &&
            (wanted.role === undefined || each.role === wanted.role),
        )
        .map((each) => personRecord(each, nameOf, wanted.personal === true))
        .sort((a, b) => a.name.localeCompare(b.name));
      const seesRoles = all.some((each) => each.role != null && String(each.id) !== self.person.id);
      return pageOf(found, query, [
        ...(all.length > 1 && !seesRoles ? ["Clockodo shows you only a part of what it keeps of other people."] : []),
        ...(wanted.role !== undefined && !seesRoles
          ? ["The roles of others are not shown to you: they are left out."]
          : []),
      ]);
    },

    async get(id, _of, call) {
      const row = await single(wireId(id, "a person"), call);
      const found = await record(row, true, call);
      const { refused } = await clockodo.facts.get({ signal: call?.signal });
      return row.email == null && row.role == null && !("person.read" in refused)
        ? { ...found, missing: "Your rights in Clockodo do not show address, role and dates of this person." }
        : found;
    },

    async create(values, _of, call) {
      checkDraft(values, personFields, "create", "person");
      const body = personBody(values);
      const { value, notes } = await saveOnce(
        clockodo,
        async () => (await client.write(one(person), "POST", pathOf("users"), { body }, call)).data,
        // An address belongs to one person only.
        async () =>
          (await rows({ type: "person", limit: 0, offset: 0 })).find((row) => row.email === body.email) ?? null,
      );
      changed();
      return { record: await record(value, values), notes };
    },

    async update(id, values, _of, call) {
      checkDraft(values, personFields, "change", "person");
      const body = personBody(values);
      const path = pathOf("users", wireId(id, "a person"));
      const { value, notes } = await saveOnce(
        clockodo,
        async () => (await client.write(one(person), "PUT", path, { body }, call)).data,
        async () => {
          const now = await single(Number(id));
          return holds(now, comparable(body)) ? now : null;
        },
      );
      changed();
      return { record: await record(value, values), notes };
    },

    async remove(id, _of, call) {
      const number = wireId(id, "a person");
      await saveOnce(
        clockodo,
        async () => {
          await client.write(nothing, "DELETE", pathOf("users", number), {}, call);
          return true;
        },
        async () => ((await lists.users.get({ fresh: true })).some((each) => each.id === number) ? null : true),
      );
      changed();
    },

    /** Nothing goes with a person, as `force` is never sent; a dry run says what stands in the way (§2.8, §8.11). */
    async consequences(id, _of, call) {
      const number = wireId(id, "a person");
      const row = await ifAllowed(single(number, call));
      if (!row) throw notThere("person", id);
      if (row.active !== false)
        throw new ServiceError("conflict", `Clockodo deletes only inactive people; ${quote(row.name, 80)} is active.`, {
          next: "Set active to false with save_record: the person cannot sign in then, and all time is kept.",
        });
      const query = [["dry_run", "true"]] as const;
      await client.write(nothing, "DELETE", pathOf("users", number), { query, reads: true }, call);
      return [];
    },
  };
}
