import { expect, test, vi } from "vitest";
import { AppFailure } from "#main/app/failure";
import { BulkEntries } from "#main/app/state/bulk-entries";
import type { Server } from "#main/server/index";
import { entry } from "../../fixtures";
import { failureOf, serverWith, waits } from "./answers";

const fails =
  (code: string, saved: "no" | "unknown" = "no") =>
  () =>
    Promise.reject(new AppFailure({ code, message: `It is ${code}.`, saved }));
const many = (count: number) => Array.from({ length: count }, (_, at) => String(at + 1));
const wrote = { entries: [], notes: ["Rounded."] };

function opened(answers: unknown[], account = () => "kimai-1") {
  const { server, calls } = serverWith(answers);
  const written = vi.fn();
  const told: (number | null)[] = [];
  const spied: Server = {
    call: (tool, args, schema, options) => {
      told.push(options?.change?.id ?? null);
      if (options?.change) options.change.id = 77;
      return server.call(tool, args, schema, options);
    },
  };
  const bulk = new BulkEntries({ server: spied, account, written });
  const steps: number[] = [];
  const write = (ids: string[], change: Parameters<BulkEntries["write"]>[0]["change"]) =>
    bulk.write({ ids, change }, 1, ({ done }) => void steps.push(done));
  return { bulk, write, calls, written, told, steps };
}

test("writes ten at a time, as one change of the journal, and tells how far it is", async () => {
  const { write, calls, told, steps, written } = opened([wrote, wrote, wrote]);
  const made = await write(many(23), { billable: true });
  expect(made).toEqual({ done: many(23), failed: [], left: [], notes: ["Rounded."], change: 77, failure: null });
  expect(calls.map(([, { changes }]) => (changes as unknown[]).length)).toEqual([10, 10, 3]);
  expect(told).toEqual([null, 77, 77]);
  expect(steps).toEqual([10, 20, 23]);
  expect(written).toHaveBeenCalledOnce();
});

test("sends only what is changed, work by id, and makes only what is new", async () => {
  const { write, calls } = opened([wrote, wrote]);
  const project = { id: "3", name: "Website" };
  await write(["1"], { work: { project }, text: "", removeTags: ["old"], day: "2026-11-20" });
  await write(["1"], { addTags: ["new"] });
  expect(calls.map(([, args]) => args)).toEqual([
    {
      account: "kimai-1",
      changes: [{ id: "1", project: "#3", description: "", remove_tags: ["old"], day: "2026-11-20" }],
    },
    { account: "kimai-1", changes: [{ id: "1", add_tags: ["new"] }], create_missing: true },
  ]);
});

test("says exactly which were not changed and why, also of the only one of a call", async () => {
  const { write } = opened([{ ...wrote, failed: [{ id: "4", message: "It is locked." }] }, fails("locked")]);
  const { done, failed } = await write(many(11), { text: "x" });
  expect(failed).toEqual([
    { id: "4", message: "It is locked." },
    { id: "11", message: "It is locked." },
  ]);
  expect(done).toEqual(many(10).filter((id) => id !== "4"));
});

test("deletes in the same way", async () => {
  const { write, calls } = opened([{ deleted: ["1"], failed: [{ id: "2", message: "It is exported." }] }]);
  expect(await write(["1", "2"], "delete")).toMatchObject({ done: ["1"], failed: [{ id: "2" }], change: 77 });
  expect(calls).toEqual([["delete_time", { account: "kimai-1", ids: ["1", "2"] }]]);
});

test.each([{ billable: true }, "delete"] as const)(
  "stays with the account of its entries where another one is chosen meanwhile: %s",
  async (change) => {
    const removed = { deleted: [], failed: [] };
    const accounts = ["kimai-1"];
    const chooses = async () => {
      accounts[0] = "other";
      return change === "delete" ? removed : wrote;
    };
    const last = change === "delete" ? removed : wrote;
    const { write, calls } = opened([chooses, last, last], () => accounts[0] ?? "");
    await write(many(23), change);
    expect(calls.map(([, { account }]) => account)).toEqual(["kimai-1", "kimai-1", "kimai-1"]);
  },
);

test("stays ended, though another window begins to write before it notices", async () => {
  const { bulk, write, calls } = opened([
    async () => {
      bulk.cancel(1);
      void write(["99"], { text: "other" });
      return wrote;
    },
    wrote,
    wrote,
  ]);
  const { left } = await write(many(25), { text: "x" });
  expect(left).toEqual(many(25).slice(10));
  expect(calls).toHaveLength(2);
});

test("is not ended by another window, nor is its preview", async () => {
  const { bulk, write, calls } = opened([
    async () => {
      bulk.cancel(2);
      return wrote;
    },
    wrote,
    waits,
    waits,
  ]);
  expect((await write(many(15), { text: "x" })).left).toEqual([]);
  expect(calls).toHaveLength(2);
  const change = { day: "2026-11-20" };
  const mine = expect(bulk.preview({ ids: ["1"], change }, 1)).rejects.toThrow("aborted");
  let isMineOver = false;
  void mine.finally(() => {
    isMineOver = true;
  });
  const theirs = expect(bulk.preview({ ids: ["2"], change }, 2)).rejects.toThrow("aborted");
  bulk.cancel(2);
  await theirs;
  expect(isMineOver).toBe(false);
  bulk.cancel(1);
  await mine;
});

test("sends nothing more once it was ended, and says what was not reached", async () => {
  const { bulk, write, calls } = opened([
    async () => {
      bulk.cancel(1);
      return wrote;
    },
  ]);
  const { done, left } = await write(many(25), { text: "x" });
  expect(done).toEqual(many(10));
  expect(left).toEqual(many(25).slice(10));
  expect(calls).toHaveLength(1);
  expect((await opened([wrote]).write(["1"], { text: "x" })).left).toEqual([]);
});

test.each(["offline", "unauthorized"])(
  "stops at the first call that finds the service %s, with the failure",
  async (code) => {
    const { write, calls } = opened([wrote, fails(code, "unknown")]);
    const { done, left, failure } = await write(many(30), { text: "x" });
    expect([done, left]).toEqual([many(10), many(30).slice(10)]);
    expect(failure).toMatchObject({ code });
    expect(calls).toHaveLength(2);
  },
);

test("stops also where the only entry of a call met a service that does not answer", async () => {
  const { write } = opened([fails("offline")]);
  expect(await write(["1"], { text: "x" })).toMatchObject({
    done: [],
    failed: [],
    left: ["1"],
    failure: { code: "offline" },
  });
});

test("previews without writing, and a preview can be ended", async () => {
  const { bulk, calls } = opened([
    { entries: [entry({ id: "1" })], notes: [], failed: [{ id: "2", message: "It is locked." }] },
    fails("locked"),
    fails("offline"),
    waits,
  ]);
  const change = { day: "2026-11-20" };
  expect(await bulk.preview({ ids: ["1", "2"], change }, 1)).toMatchObject({
    entries: [{ id: "1" }],
    failed: [{ id: "2", message: "It is locked." }],
  });
  expect(calls[0]?.[1]).toMatchObject({ dry_run: true });
  expect(await bulk.preview({ ids: ["1"], change }, 1)).toMatchObject({
    failed: [{ id: "1", message: "It is locked." }],
  });
  expect(await failureOf(bulk.preview({ ids: ["1"], change }, 1))).toMatchObject({ code: "offline" });
  const ended = expect(bulk.preview({ ids: ["1", "2"], change }, 1)).rejects.toThrow("aborted");
  bulk.cancel(1);
  await ended;
});
