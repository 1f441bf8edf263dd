import type { Call } from "../../../../domain/call";
import { pageOf } from "../../../../domain/drafts";
import type { RecordValue, ServiceRecord } from "../../../../domain/records";
import { pathOf } from "../../client/paths";
import type { Clockodo } from "../../context";
import { wireId } from "../../mapping/ids";
import { accessGroup, type WireAccessGroup } from "../../wire/people";
import { checkDraft, holds, nothing, one, plainFields, saveOnce, type WireField, wireBody } from "../shared";
import type { ClockodoRecordType } from "../type";
import type { Groups } from "./people-names";
import type { NameOf } from "./person-shape";

const fields: readonly WireField[] = [
  { name: "name", wire: "name", kind: "text", needed: true },
  { name: "members", wire: "users_ids", kind: "list", item: "ref", of: "person", hint: "All of them, at most 500." },
  { name: "elevated", wire: "has_elevated_access", kind: "flag", when: "never", hint: "It may administer something." },
  { name: "master_data", wire: "has_master_data_access", kind: "flag", when: "never" },
  { name: "company_default", wire: "company_default", kind: "flag", when: "never" },
];

function groupRecord(row: WireAccessGroup, nameOf: NameOf): ServiceRecord {
  const values: Record<string, RecordValue> = {};
  if (row.users_ids?.length)
    values.members = row.users_ids.map((id) => ({ id: String(id), name: nameOf("person", id) }));
  for (const { name, wire, kind } of fields) {
    const value = kind === "flag" ? row[wire as keyof WireAccessGroup] : undefined;
    if (typeof value === "boolean") values[name] = value;
  }
  return { type: "access_group", id: String(row.id), name: row.name, values };
}

/** Groups of people with the same rights (clockodo-api.md §2.15); the rights themselves are records of type access. */
export function accessGroupType(clockodo: Clockodo, groups: Groups): ClockodoRecordType {
  const { client } = clockodo;
  const single = async (id: string, call?: Call) =>
    (await client.get(one(accessGroup), pathOf("accessGroups", wireId(id, "an access group")), {}, call)).data;
  const record = async (row: WireAccessGroup, call?: Call) =>
    groupRecord(row, await groups.names(call).catch((): NameOf => (_type, id) => `#${id}`));
  const changed = () => {
    groups.forget();
    clockodo.facts.forget();
  };

  return {
    async describe(call) {
      const { refused } = await clockodo.facts.get({ signal: call?.signal });
      const open = (["create", "update", "delete"] as const).filter((action) => !(`access.${action}` in refused));
      return {
        actions: ["list", "get", ...open],
        parents: [],
        fields: plainFields(fields),
        filters: [],
        notes: [
          "What a group may is access of the group. A person is in 30 groups at most.",
          ...[...new Set(["create", "update"].flatMap((action) => refused[`access.${action}`] ?? []))],
        ],
      };
    },

    async list(query, call) {
      const [all, nameOf] = await Promise.all([groups.accessGroups.get({ signal: call?.signal }), groups.names(call)]);
      return pageOf(
        all.map((row) => groupRecord(row, nameOf)),
        query,
      );
    },

    get: async (id, _of, call) => record(await single(id, call), call),

    async create(values, _of, call) {
      checkDraft(values, fields, "create", "access group");
      const old = new Set((await groups.accessGroups.get({ fresh: true, signal: call?.signal })).map(({ id }) => id));
      const body = wireBody(values, fields);
      const { value, notes } = await saveOnce(
        clockodo,
        async () => (await client.write(one(accessGroup), "POST", pathOf("accessGroups"), { body }, call)).data,
        async () =>
          (await groups.accessGroups.get({ fresh: true })).find(
            (row) => row.name === values.name && !old.has(row.id),
          ) ?? null,
      );
      changed();
      return { record: await record(value), notes };
    },

    async update(id, values, _of, call) {
      checkDraft(values, fields, "change", "access group");
      const body = wireBody(values, fields);
      const path = pathOf("accessGroups", wireId(id, "an access group"));
      const { value, notes } = await saveOnce(
        clockodo,
        async () => (await client.write(one(accessGroup), "PUT", path, { body }, call)).data,
        async () => {
          const now = await single(id);
          return holds(now, body) ? now : null;
        },
      );
      changed();
      return { record: await record(value), notes };
    },

    async remove(id, _of, call) {
      const number = wireId(id, "an access group");
      await saveOnce(
        clockodo,
        async () => {
          await client.write(nothing, "DELETE", pathOf("accessGroups", number), {}, call);
          return true;
        },
        async () => ((await groups.accessGroups.get({ fresh: true })).some((row) => row.id === number) ? null : true),
      );
      changed();
    },

    /** Its people stay, without the rights that they have by it. */
    async consequences(id, _of, call) {
      const count = (await single(id, call)).users_ids?.length ?? 0;
      return count === 0 ? [] : [{ what: count === 1 ? "person's rights by it" : "people's rights by it", count }];
    },
  };
}
