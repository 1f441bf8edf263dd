import { expect, test, vi } from "vitest";
import { AppFailure } from "#main/app/failure";
import { Entries } from "#main/app/state/entries";
import { contract } from "#main/ipc/contract/index";
import { entry } from "../../fixtures";
import { failureOf, serverWith, waits } from "./answers";

function opened(answers: unknown[], account: string | null = "kimai-1") {
  const written = vi.fn();
  const { server, ...seen } = serverWith(answers);
  return { entries: new Entries({ server, account: () => account, written }), written, ...seen };
}
const page = (ids: string[], next?: string) => ({
  zone: "UTC",
  period: "16–22 Nov 2026",
  from: "2026-11-16",
  to: "2026-11-22",
  total: { entries: 3, seconds: 3 },
  entries: ids.map((id) => entry({ id })),
  next,
});
const work = { project: { id: "3", name: "Website relaunch" }, activity: { id: "", name: "New thing" } };

test("all pages of a week arrive as one answer", async () => {
  const { entries, calls } = opened([page(["1", "2"], "c1"), page(["3"])]);
  const result = await entries.list({ from: "2026-11-16", to: "2026-11-22" }, 1);
  expect(result.entries.map(({ id }) => id)).toEqual(["1", "2", "3"]);
  expect(result.next).toBeUndefined();
  expect(calls[1]).toEqual([
    "list_time",
    { account: "kimai-1", from: "2026-11-16", to: "2026-11-22", detail: "full", limit: 500, cursor: "c1" },
  ]);
});

test("a later week ends the one before it, and so does Cancel; no further page is asked for", async () => {
  const { entries, calls } = opened([waits, page(["1"], "c1"), waits, page(["2"])]);
  const week = { from: "2026-11-16", to: "2026-11-22" };
  const first = expect(entries.list(week, 1)).rejects.toThrow("aborted");
  const second = expect(entries.list({ from: "2026-11-09", to: "2026-11-15" }, 1)).rejects.toThrow("aborted");
  await first;
  await vi.waitFor(() => expect(calls).toHaveLength(3));
  entries.cancelList(1);
  await second;
  expect(calls).toHaveLength(3);
  expect((await entries.list(week, 1)).entries.map(({ id }) => id)).toEqual(["2"]);
});

test("a list that another window reads ends no list of this one", async () => {
  const { entries } = opened([waits, page(["1"])]);
  const week = { from: "2026-11-16", to: "2026-11-22" };
  const here = expect(entries.list(week, 1)).rejects.toThrow("aborted");
  expect((await entries.list(week, 2)).entries.map(({ id }) => id)).toEqual(["1"]);
  entries.cancelList(2);
  expect(await Promise.race([here, Promise.resolve("under way")])).toBe("under way");
  entries.cancelList(1);
  await here;
});

test("a search looks for the words in the year before a day, and ends no list of a page", async () => {
  const { entries, calls } = opened([waits, page(["7", "8"])]);
  const list = expect(entries.list({ from: "2026-11-16", to: "2026-11-22" }, 1)).rejects.toThrow("aborted");
  expect(await entries.find({ query: " lens ", before: "2026-11-16" }, 1)).toMatchObject({
    entries: [{ id: "7" }, { id: "8" }],
    total: 3,
  });
  expect(calls[1]).toEqual([
    "list_time",
    { account: "kimai-1", from: "2025-11-16", to: "2026-11-15", description: "lens", detail: "full", limit: 5 },
  ]);
  entries.cancelList(1);
  await list;
});

test("work is command by id, or by name where it has none yet", async () => {
  const { entries, calls, written } = opened([{ entries: [], notes: ["Rounded to 9:15."] }]);
  const request = { day: "2026-11-19", from: "9:10", duration: "1,5h", work, text: "", tags: [], createMissing: true };
  expect(await entries.log(request)).toEqual({ notes: ["Rounded to 9:15."] });
  expect(calls[0]).toEqual([
    "log_time",
    {
      account: "kimai-1",
      entries: [{ day: "2026-11-19", from: "9:10", duration: "1,5h", project: "#3", activity: "New thing" }],
      create_missing: true,
    },
  ]);
  expect(written).toHaveBeenCalledOnce();
});

test("an update sends what was changed and nothing else; an emptied text is a change", async () => {
  const { entries, calls } = opened([{ entries: [], notes: [] }]);
  const request = contract["entries:update"].request.parse({ id: "7", text: "" });
  await entries.update(request);
  expect(calls[0]).toEqual(["update_time", { account: "kimai-1", changes: [{ id: "7", description: "" }] }]);
});

test("a refused row is a failure, and the timer reads again all the same", async () => {
  const { entries, written } = opened([{ entries: [], notes: [], failed: [{ message: "It is exported." }] }]);
  expect(await failureOf(entries.update({ id: "7", text: "x", createMissing: false }))).toMatchObject({
    message: "It is exported.",
    saved: "no",
  });
  expect(written).toHaveBeenCalledOnce();
});

test("deleting some of many says how many", async () => {
  const { entries } = opened([{ deleted: ["1"], failed: [{ id: "2", message: "It is exported." }] }]);
  expect(await failureOf(entries.remove({ ids: ["1", "2"] }))).toMatchObject({
    message: "1 of 2 were deleted: It is exported.",
    saved: "yes",
  });
});

test("a search stays within the chosen project, and an empty one lists", async () => {
  const none = { items: [], recent: [], more: 0 };
  const { entries, calls } = opened([none, none]);
  await entries.search({ query: " rel ", within: undefined });
  await entries.search({ query: "", within: { customer: { id: "1", name: "c" }, project: { id: "3", name: "p" } } });
  expect(calls.map(([, args]) => args)).toEqual([
    { account: "kimai-1", query: "rel", detail: "full", limit: 30 },
    { account: "kimai-1", project: "#3", detail: "full", limit: 30 },
  ]);
});

test("without an account nothing is asked", async () => {
  const { entries, calls } = opened([], null);
  expect(await failureOf(entries.search({ query: "x" }))).toMatchObject({ code: "argument", saved: "no" });
  expect(calls).toEqual([]);
});

test("rates and custom fields go to the service under its names, and an emptied rate of a change clears it", async () => {
  const { entries, calls } = opened([
    { entries: [], notes: [] },
    { entries: [], notes: [] },
  ]);
  const parts = { hourlyRate: "85,50", fixedRate: "", billable: false, meta: { Ticket: "4711" } };
  const day = { day: "2026-11-19", from: "9:00", to: "10:00", work: {}, text: "", tags: [], createMissing: false };
  await entries.log({ ...day, ...parts });
  await entries.update({ id: "7", fixedRate: "", meta: { Ticket: "" }, createMissing: false });
  expect(calls[0]?.[1]).toEqual({
    account: "kimai-1",
    entries: [
      { day: "2026-11-19", from: "9:00", to: "10:00", hourly_rate: "85,50", billable: false, meta: { Ticket: "4711" } },
    ],
  });
  expect(calls[1]?.[1]).toEqual({ account: "kimai-1", changes: [{ id: "7", fixed_rate: "", meta: { Ticket: "" } }] });
});

test("custom fields are told with the kind of their input, and none where the service keeps them", async () => {
  const record = (name: string, values: object) => ({ id: name, name, values });
  const { entries, calls } = opened([
    {
      records: [
        record("ticket", { label: "Ticket", kind: "integer", needed: true, visible: true }),
        record("on_site", { kind: "App\\Form\\Type\\YesNoType" }),
        record("due", { kind: "date", default: "2026-12-31" }),
        record("note", { kind: "datetime", help: "When it was." }),
        record("secret", { kind: "text", visible: false }),
      ],
    },
    () => Promise.reject(new AppFailure({ code: "forbidden", message: "No.", saved: "no" })),
    () => Promise.reject(new AppFailure({ code: "offline", message: "No.", saved: "no" })),
  ]);
  expect(await entries.customFields()).toEqual([
    { name: "ticket", label: "Ticket", kind: "number", needed: true },
    { name: "on_site", label: "on_site", kind: "flag", needed: false },
    { name: "due", label: "due", kind: "date", needed: false, default: "2026-12-31" },
    { name: "note", label: "note", kind: "text", needed: false, help: "When it was." },
  ]);
  expect(calls[0]).toEqual([
    "list_records",
    { account: "kimai-1", type: "meta_field", detail: "full", filter: { for: "entry" }, limit: 100 },
  ]);
  expect(await entries.customFields()).toEqual([]);
  expect(await failureOf(entries.customFields())).toMatchObject({ code: "offline" });
});
