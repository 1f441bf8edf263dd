import { InputError, ServiceError } from "../../../../domain/errors";
import type { RecordDraft, RecordField, ServiceRecord } from "../../../../domain/records";
import type { Kimai } from "../../context";
import { wireId } from "../../mapping/entry-form";
import { idOf } from "../draft";
import { saveOnce } from "../save";
import { asRefused, demandBelow, notThere, pageOf } from "../shared";
import type { KimaiRecordType } from "../type";
import { team, type WireTeam } from "./people-wire";
import { readTeam } from "./team";

const kinds = ["customer", "project", "activity"] as const;
type Kind = (typeof kinds)[number];
const routes = { customer: "customers", project: "projects", activity: "activities" } as const;

const fields: readonly RecordField[] = kinds.map((kind) => ({
  name: kind,
  kind: "ref",
  of: kind,
  when: "create",
  hint: "One of customer, project, activity.",
}));

/** What a team may see. Its id says what it is: `project:12`. */
function records(row: WireTeam): ServiceRecord[] {
  const parent = { type: "team" as const, id: String(row.id), name: row.name };
  return kinds.flatMap((kind) =>
    (row[routes[kind]] ?? []).map(({ id, name }) => ({
      type: "grant" as const,
      id: `${kind}:${id}`,
      name: `${kind} ${name}`,
      parent,
      values: { [kind]: { id: String(id), name } },
    })),
  );
}

function recordIn(row: WireTeam, id: string): ServiceRecord {
  const found = records(row).find((each) => each.id === id);
  if (found) return found;
  throw notThere("grant", id);
}

function targetOf(id: string): { kind: Kind; target: number } {
  const [kind, target = ""] = id.split(":", 2);
  const known = kinds.find((each) => each === kind);
  if (!known)
    throw new InputError("argument", `"${id.slice(0, 40)}" is not a grant.`, { next: "Write it like project:12." });
  return { kind: known, target: wireId(target, `a ${known}`) };
}

function chosen(values: RecordDraft): { kind: Kind; target: number } {
  const given = kinds.filter((kind) => values[kind] != null);
  const strange = Object.keys(values).find((name) => !kinds.some((kind) => kind === name));
  const [kind] = given;
  if (strange !== undefined || given.length !== 1 || kind === undefined)
    throw new InputError("argument", "A grant takes exactly one of customer, project, activity.", {
      next: "Grant several one after the other.",
    });
  return { kind, target: idOf(values[kind], `a ${kind}`) };
}

export function grantType(kimai: Kimai): KimaiRecordType {
  const { client } = kimai;
  const below = (of: Parameters<typeof demandBelow>[0]) => demandBelow(of, ["team"], "Grants").id;
  const read = (id: string, call?: Parameters<typeof readTeam>[2]) =>
    asRefused("see what teams may see", readTeam(kimai, id, call));
  // Since 2.65 Kimai asks for the right on both ends (§3.10).
  const right = (kind: Kind) => `change this team, or the permissions of this ${kind}`;
  const pathOf = (id: string, kind: Kind, target: number) => ["teams", wireId(id, "a team"), routes[kind], target];

  return {
    describe: async () => ({
      actions: ["list", "get", "create", "delete"],
      parents: ["team"],
      fields,
      filters: [],
      notes: ["What no team was granted is open to everybody; the first grant closes it to all other teams."],
    }),

    list: async (query, call) => pageOf(records(await read(below(query.of), call)), query),
    get: async (id, of, call) => recordIn(await read(below(of), call), id),

    async create(values, of, call) {
      const id = below(of);
      const { kind, target } = chosen(values);
      const key = `${kind}:${target}`;
      if (records(await read(id, call)).some((each) => each.id === key))
        throw new ServiceError("conflict", `The team has this ${kind} already.`, { next: "Nothing needs to be done." });
      const saved = await saveOnce(
        kimai,
        [],
        () => asRefused(right(kind), client.write(team, "POST", pathOf(id, kind, target), undefined, call?.signal)),
        async () => {
          const later = await read(id);
          return records(later).some((each) => each.id === key) ? later : null;
        },
      );
      return { record: recordIn(saved.value, key), notes: saved.notes };
    },

    async remove(id, of, call) {
      const place = below(of);
      const { kind, target } = targetOf(id);
      recordIn(await read(place, call), id);
      await saveOnce(
        kimai,
        [],
        () =>
          asRefused(right(kind), client.write(team, "DELETE", pathOf(place, kind, target), undefined, call?.signal)),
        async () => {
          const later = await read(place);
          return records(later).some((each) => each.id === id) ? null : later;
        },
      );
    },
  };
}
