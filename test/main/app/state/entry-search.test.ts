import { expect, test } from "vitest";
import { AppFailure } from "#main/app/failure";
import { EntrySearch } from "#main/app/state/entry-search";
import { entry } from "../../fixtures";
import { failureOf, serverWith, waits } from "./answers";

const asked = { query: "big relaunch", from: "2025-11-19", to: "2026-12-20" };
const page = (ids: string[], next?: string) => ({
  ...{ zone: "UTC", period: "", from: "2025-11-19", to: "2026-12-20", total: { entries: 1, seconds: 1 } },
  entries: ids.map((id) => entry({ id, begin: `2026-01-0${id}T09:00:00Z` })),
  next,
});
const work = (names: string[]) => ({
  items: names.map((name, at) => ({ level: "project", id: String(at + 1), name, parents: {}, bookable: true })),
  recent: [],
  more: 0,
});
const refused = (code: string) => () =>
  Promise.reject(new AppFailure({ code, message: "There is no such tag.", saved: "no" }));
const opened = (answers: unknown[], account: string | null = "kimai-1") => {
  const { server, calls } = serverWith(answers);
  return { search: new EntrySearch({ server, account: () => account }), calls };
};

test("asks for the longest word in descriptions, tags and names of work, and tells each entry once, newest first", async () => {
  const { search, calls } = opened([
    work(["Website relaunch", "Rebuild"]),
    page(["1", "3"]),
    page(["2"]),
    page(["3", "4"]),
  ]);
  const { entries, partial } = await search.find({ ...asked, people: ["everyone"] }, 1);
  expect(entries.map(({ id }) => id)).toEqual(["4", "3", "2", "1"]);
  expect(partial).toBe(false);
  const list = {
    account: "kimai-1",
    from: "2025-11-19",
    to: "2026-12-20",
    people: ["everyone"],
    detail: "full",
    limit: 500,
  };
  expect(calls).toEqual([
    ["find_work", { account: "kimai-1", query: "relaunch", include_hidden: true, detail: "full", limit: 30 }],
    ["list_time", { ...list, description: "relaunch" }],
    ["list_time", { ...list, tags: ["relaunch"] }],
    ["list_time", { ...list, project: "#1" }],
  ]);
});

test("finds in descriptions also where there is no such tag and work may not be read", async () => {
  const { search } = opened([refused("permission"), page(["1"], "c1"), refused("unknown")]);
  expect(await search.find(asked, 1)).toMatchObject({ entries: [{ id: "1" }], partial: true });
});

test("fails where descriptions cannot be read, instead of finding nothing", async () => {
  const { search } = opened([work([]), refused("unavailable"), page([])]);
  expect(await failureOf(search.find(asked, 1))).toMatchObject({ code: "unavailable" });
});

test("is ended by another search and by Cancel", async () => {
  const { search } = opened([waits, work([]), page(["1"]), page([])]);
  const first = expect(search.find(asked, 1)).rejects.toThrow("aborted");
  expect(await search.find(asked, 1)).toMatchObject({ entries: [{ id: "1" }] });
  await first;
  const { search: other } = opened([waits]);
  const ended = expect(other.find(asked, 1)).rejects.toThrow("aborted");
  other.cancel(1);
  await ended;
});
