import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { ServiceError } from "#core/domain/errors";
import { at, recordType } from "#core/services/shared/record-engine";
import type { RecordProduct, RecordSpec } from "#core/services/shared/record-spec";
import { failureOf } from "../session";

const row = z.object({ id: z.number(), name: z.string(), note: z.string().nullish() });
type Row = z.infer<typeof row>;

let rows: Row[];
let refused: Record<string, string>;
let writes: string[];
/** How the next write goes: its answer is lost, after it took effect or before. */
let lost: "after" | "before" | null;

const noAnswer = () => new ServiceError("unavailable", "The answer was lost.", { saved: "unknown" });
function effect<T>(written: string, act: () => T): T {
  writes.push(written);
  const how = lost;
  lost = null;
  if (how === "before") throw noAnswer();
  const made = act();
  if (how === "after") throw noAnswer();
  return made;
}
const idIn = (path: readonly (string | number)[]) => Number(path[1]);
function found(path: readonly (string | number)[]): Row {
  const hit = rows.find(({ id }) => id === idIn(path));
  if (!hit) throw new ServiceError("not_found", "404");
  return hit;
}

/** A service that keeps things in memory. */
const product: RecordProduct = {
  name: "Shelf",
  secondLookMs: 1,
  change: "PATCH",
  wireId: (id) => Number(id),
  list: async <R>() => structuredClone(rows) as R[],
  one: async <R>(_row: z.ZodType<R>, path: readonly (string | number)[]) => structuredClone(found(path)) as R,
  write: async <R>(_row: z.ZodType<R>, method: string, path: readonly (string | number)[], body: unknown) =>
    effect(`${method} ${path.join("/")}`, () => {
      if (method === "POST") rows.push({ id: rows.length + 10, ...(body as Omit<Row, "id">) });
      else Object.assign(found(path), body);
      return structuredClone(method === "POST" ? rows.at(-1) : found(path)) as R;
    }),
  remove: async (path) =>
    effect(`DELETE ${path.join("/")}`, () => {
      rows = rows.filter((each) => each !== found(path));
    }),
  refused: async () => refused,
  async demand(cell) {
    if (refused[cell]) throw new ServiceError("forbidden", refused[cell]);
  },
  failure: (error, _fields, deed) =>
    error instanceof ServiceError && error.kind === "forbidden"
      ? new ServiceError("forbidden", `No right to ${deed}.`)
      : error,
};

const spec: RecordSpec<Row> = {
  type: "tag",
  what: "a thing",
  row,
  fields: [
    { name: "name", wire: "name", kind: "text", needed: true },
    { name: "remark", wire: "note", kind: "text" },
  ],
  notes: ["Things."],
  cell: "tag",
  place: at("things"),
  may: (deed) => `${deed} things`,
  recordOf: ({ id, name, note }) => ({ type: "tag", id: String(id), name, values: { ...(note && { remark: note }) } }),
  create: {},
  update: {},
  remove: true,
};
const things = (more: Partial<RecordSpec<Row>> = {}) => {
  const { list, get, describe: told, create, update, remove } = recordType(product, { ...spec, ...more });
  if (!create || !update || !remove) throw new Error("it cannot write");
  return { list, get, told, create, update, remove };
};
const query = { type: "tag", limit: 10, offset: 0 } as const;
const wasFound = expect.stringMatching(/lost on the way.*saved/);

beforeEach(() => {
  rows = [
    { id: 1, name: "pen", note: null },
    { id: 2, name: "ink", note: "blue" },
  ];
  refused = {};
  writes = [];
  lost = null;
});

describe("a type of record made of a row of a table", () => {
  it("lists, shows, makes, changes and deletes by the names of the table", async () => {
    const { list, get, create, update, remove } = things();
    expect((await list({ ...query, text: "IN" })).records).toEqual([
      { type: "tag", id: "2", name: "ink", values: { remark: "blue" } },
    ]);
    expect((await create({ name: "pad", remark: "A5" }, undefined)).record).toMatchObject({ values: { remark: "A5" } });
    expect(rows.at(-1)).toMatchObject({ name: "pad", note: "A5" });
    await update("1", { remark: "red" }, undefined);
    expect(await get("1", undefined)).toMatchObject({ values: { remark: "red" } });
    await remove("1", undefined);
    expect(rows.map(({ name }) => name)).toEqual(["ink", "pad"]);
    expect(writes).toEqual(["POST things", "PATCH things/1", "DELETE things/1"]);
  });

  it.each([
    ["create", () => things().create({ remark: "no name" }, undefined), /needs name/],
    ["create", () => things().create({ name: "x", size: 1 }, undefined), /has no "size"/],
    ["update", () => things().update("1", { size: 1 }, undefined), /has no "size"/],
    ["delete", () => things().remove("9", undefined), /no thing #9/],
    ["get", () => things().get("9", undefined), /no thing #9/],
  ])("refuses a wrong %s before anything is sent", async (_deed, act, message) => {
    expect((await failureOf(act())).message).toMatch(message);
    expect(writes).toEqual([]);
  });

  it("tells only what the rights leave open, demands it, and says whose refusal it is", async () => {
    refused = { "tag.update": "you may not change", "tag.delete": "you may not change" };
    const { told, update, remove } = things();
    expect(await told()).toMatchObject({
      actions: ["list", "get", "create"],
      notes: ["Things.", "you may not change"],
    });
    expect(JSON.stringify(await told())).not.toContain("wire");
    for (const act of [update("1", { name: "x" }, undefined), remove("1", undefined)])
      expect((await failureOf(act)).message).toBe("you may not change");
    refused = { "tag.read": "there is no shelf" };
    expect(await things({ none: "There are no things" }).told()).toMatchObject({
      actions: [],
      notes: ["There are no things: there is no shelf."],
    });
    const closed = things({ cell: undefined, rows: () => Promise.reject(new ServiceError("forbidden", "403")) });
    expect((await failureOf(closed.list(query))).message).toBe("No right to see things.");
  });
});

describe("a write whose answer was lost", () => {
  it("finds the new one, not one like it that was there before", async () => {
    rows.push({ id: 3, name: "pad" });
    lost = "after";
    const { record, notes } = await things().create({ name: "pad" }, undefined);
    expect(record.id).not.toBe("3");
    expect(notes).toEqual([wasFound]);
    expect(writes).toEqual(["POST things"]);
  });

  it("takes no other new one for it", async () => {
    lost = "before";
    const rowsLater = async () => {
      if (writes.length > 0) return [...rows, { id: 8, name: "of somebody else" }];
      return rows;
    };
    const error = await failureOf(things({ rows: rowsLater }).create({ name: "pad" }, undefined));
    expect(error).toMatchObject({ saved: "no" });
    expect(writes).toEqual(["POST things"]);
  });

  it("looks a second time, for it may still be under way", async () => {
    lost = "after";
    let looks = 0;
    const late = async () => {
      if (writes.length === 0) return rows;
      looks += 1;
      return looks === 1 ? rows.slice(0, 2) : rows;
    };
    expect((await things({ rows: late }).create({ name: "pad" }, undefined)).notes).toEqual([wasFound]);
    expect(looks).toBe(2);
  });

  it("does not claim what nobody may look at", async () => {
    lost = "before";
    const hidden = things({ create: { among: async () => null } });
    expect(await failureOf(hidden.create({ name: "pad" }, undefined))).toMatchObject({ saved: "unknown" });
  });

  it.each([
    ["a change", "after", () => things().update("1", { remark: "red" }, undefined)],
    ["a delete", "after", () => things().remove("1", undefined)],
    ["a change", "before", () => things().update("1", { remark: "red" }, undefined)],
    ["a delete", "before", () => things().remove("1", undefined)],
  ] as const)("of %s that was lost %s it took effect is told as it is", async (_deed, when, act) => {
    lost = when;
    if (when === "before") expect(await failureOf(act())).toMatchObject({ saved: "no" });
    else expect((await act()) ?? { notes: [wasFound] }).toMatchObject({ notes: [wasFound] });
    expect(writes).toHaveLength(1);
  });

  it("forgets what was remembered, also where a delete failed", async () => {
    let forgotten = 0;
    const { remove } = things({ changed: () => forgotten++ });
    lost = "before";
    await failureOf(remove("1", undefined));
    expect(forgotten).toBe(1);
  });
});

describe("a change", () => {
  it("sends nothing where the record is as wanted already, and lets further steps run", async () => {
    const saved: boolean[] = [];
    const same = things({
      update: { reads: true, body: ({ name }, before) => (before?.name === name ? null : { name }) },
      after: async (made, _values, sent) => {
        saved.push(sent);
        return { row: made, notes: ["further"] };
      },
    });
    expect((await same.update("1", { name: "pen" }, undefined)).notes).toEqual(["further"]);
    expect(writes).toEqual([]);
    await same.update("1", { name: "pencil" }, undefined);
    expect([saved, writes]).toEqual([[false, true], ["PATCH things/1"]]);
  });

  it("is explained by the record as it was", async () => {
    const locked = things({
      update: { reads: true },
      explain: (error, deed, before) => new ServiceError("locked", `${deed} of ${before?.name}: ${error.message}`),
      around: () => Promise.reject(new ServiceError("forbidden", "403")),
    });
    expect((await failureOf(locked.update("2", { name: "x" }, undefined))).message).toBe("change of ink: 403");
  });
});
