import { beforeEach, expect, test } from "vitest";
import { latestOn, undoneBy } from "#core/journal/in-effect";
import { changeView } from "#core/journal/view";
import { ActivityStore } from "#team/activity/activity-store";
import type { Database } from "#team/store/database";
import { onBothStores } from "../store/stores";

const day = 86_400_000;
const origin = { client: "Claude", account: "kimai-1", service: "kimai" as const, label: "Kimai", tool: "log_time" };
const entry = (text: string) => ({
  id: "7",
  begin: "2026-11-19T08:00:00Z",
  end: "2026-11-19T09:00:00Z",
  text,
  tags: [],
});

onBothStores("a person's journal", (store) => {
  let now: number;
  let database: Database;
  let again: () => Promise<Database>;
  let journal: ActivityStore;

  const of = (person: string, on = database) =>
    new ActivityStore(
      on,
      () => now,
      person,
      (text) => text.replaceAll("canary", "[secret]"),
    );
  beforeEach(async () => {
    ({ database, again } = await store.empty());
    now = 1_000 * day;
    journal = of("marta");
  });
  const write = async (id: string, more: Partial<typeof origin> & { undoes?: number; insteadOf?: string } = {}) => {
    const { insteadOf, ...rest } = more;
    const intent = { operation: "create" as const, subject: "entry" as const, wanted: { text: "x" }, insteadOf };
    const { change, part } = await journal.intend(null, { ...origin, ...rest }, intent);
    await journal.settle(part, "done", [{ operation: "create", subject: "entry", id, after: entry("after") }]);
    return change;
  };
  const all = (on = journal) => on.changes(0, Number.MAX_SAFE_INTEGER, undefined, 100);

  test("counts each write when it begins and when it ended, so that no reading between the two is kept", async () => {
    const count = async () =>
      (await database.first<{ last: number }>("SELECT last FROM activity_ids WHERE person_id = ?", ["marta"]))?.last ??
      0;
    const intent = { operation: "create" as const, subject: "entry" as const, wanted: { text: "x" } };
    const counts = [await count()];
    const { part } = await journal.intend(null, origin, intent);
    counts.push(await count());
    await journal.settle(part, "failed", []);
    counts.push(await count());
    expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
    expect(counts).toHaveLength(3);
  });

  test("tells what was written, by whom, and what it was before and after", async () => {
    const intent = { operation: "update" as const, subject: "entry" as const, id: "7", before: entry("was") };
    const { change, part } = await journal.intend(null, { ...origin, zone: "Europe/Berlin" }, intent);
    expect(await journal.parts(change)).toMatchObject([{ state: "meant", before: { text: "was" }, after: null }]);
    await journal.settle(part, "done", [
      { operation: "update", subject: "entry", id: "7", after: entry("is") },
      { operation: "create", subject: "tag", id: "3", after: { name: "urgent" } },
    ]);
    expect(await journal.parts(change)).toMatchObject([
      { state: "done", subjectId: "7", before: { text: "was" }, after: { text: "is" }, whole: true },
      { state: "done", subject: "tag", subjectId: "3" },
    ]);
    const [first] = await all();
    expect(first).toMatchObject({ id: change, at: now, ...origin, zone: "Europe/Berlin", complete: false });
    if (!first) throw new Error("nothing was recorded");
    expect(await changeView(journal, first)).toMatchObject({ state: "done", count: 1, undo: { kind: "possible" } });
  });

  test("is of one person alone", async () => {
    const change = await write("7");
    const piotr = of("piotr");
    expect(await all(piotr)).toEqual([]);
    expect(await piotr.change(change)).toBeNull();
    expect(await piotr.parts(change)).toEqual([]);
    await piotr.complete(change);
    await piotr.clear();
    expect(await all()).toMatchObject([{ id: change, complete: false }]);
  });

  test("counts changes up in the order in which replicas write them", async () => {
    const other = of("marta", await again());
    const intent = { operation: "create" as const, subject: "entry" as const };
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? other : journal).intend(null, origin, intent)),
    );
    expect(new Set(made.flatMap(({ change, part }) => [change, part])).size).toBe(40);
    const later = await other.intend(null, origin, intent);
    expect(later.change).toBeGreaterThan(Math.max(...made.map(({ change }) => change)));
  });

  test("finds who wrote a record later, and under which id it came back", async () => {
    const first = await write("7");
    const second = await write("7", { client: "Codex" });
    await write("7", { account: "kimai-2" });
    const [part] = await journal.parts(first);
    const change = await journal.change(first);
    if (!part || !change) throw new Error("nothing was recorded");
    expect(await latestOn(journal, change, part)).toMatchObject({ id: second, client: "Codex" });
    await write("8", { insteadOf: "7" });
    expect(await journal.currentId("kimai-1", { subject: "entry", id: "7", of: null })).toBe("8");
    expect(await journal.currentId("kimai-2", { subject: "entry", id: "7", of: null })).toBe("7");
  });

  test("knows an undo that did all it should, and no other", async () => {
    const change = await write("7");
    const undo = await write("7", { tool: "undo", undoes: change });
    expect(await undoneBy(journal, { id: change })).toBeNull();
    await journal.complete(undo);
    expect(await undoneBy(journal, { id: change })).toMatchObject({ id: undo });
  });

  test("tells a write as unknown whose process never said how it ended", async () => {
    const { change } = await journal.intend(null, origin, { operation: "create", subject: "entry" });
    await all();
    expect(await journal.parts(change)).toMatchObject([{ state: "meant" }]);
    now += 11 * 60_000;
    await all();
    expect(await journal.parts(change)).toMatchObject([{ state: "unknown" }]);
  });

  test("lists no change that did nothing, and only those of the time and account that were asked for", async () => {
    const { part } = await journal.intend(null, origin, { operation: "stop", subject: "entry" });
    await journal.settle(part, "nothing", []);
    expect(await all()).toEqual([]);
    const change = await write("7");
    now += day;
    await write("8", { account: "kimai-2" });
    expect(await journal.changes(now - day, now, undefined, 10)).toMatchObject([{ id: change }]);
    expect(await journal.changes(0, now + 1, "kimai-2", 10)).toMatchObject([{ account: "kimai-2" }]);
    expect(await journal.changes(0, now + 1, undefined, 1)).toMatchObject([{ account: "kimai-2" }]);
  });

  test("keeps no secret, neither of records that hold one nor in a text", async () => {
    const { change, part } = await journal.intend(null, origin, {
      operation: "update",
      subject: "entry",
      id: "7",
      before: entry("canary"),
    });
    await journal.settle(part, "done", [
      { operation: "delete", subject: "token", id: "1", before: { name: "laptop", token: "canary" } },
    ]);
    expect(await journal.parts(change)).toMatchObject([{ whole: false }]);
    expect(JSON.stringify(await database.all("SELECT * FROM activity_parts"))).not.toContain("canary");
  });

  test("drops what is too old, then the oldest until its share is kept", async () => {
    await write("1");
    now += 91 * day;
    for (let id = 2; id <= 21; id++) await write(String(id));
    await journal.prune(90 * day, 1_000_000);
    expect(await all()).toHaveLength(20);
    await journal.prune(90 * day, 3_000);
    const left = await all();
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(20);
    const [newest] = await journal.parts(left[0]?.id ?? 0);
    expect(newest?.subjectId).toBe("21");
    expect(
      await database.all("SELECT 1 FROM activity_parts WHERE change_id NOT IN (SELECT id FROM activity_changes)"),
    ).toEqual([]);
  });
});
