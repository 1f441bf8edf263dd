import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Entry } from "#core/domain/entities";
import type { Service } from "#core/domain/ports";
import type { RecordPlace, RecordsPort } from "#core/domain/records";
import { collect } from "./setup";

export interface Opened {
  /** May create customers, projects and activities. */
  boss: Service;
  /** An ordinary person; the same as `boss` where only one token is known. */
  worker: Service;
  /** Milliseconds since 1970 by the service's clock. */
  now(): number;
  close(): Promise<void>;
}

/**
 * What must hold on every Kimai, whichever data it has: made things are found, changed, counted and gone again. Run on the
 * fake with the other tests, and on a real one by `npm run test:kimai-live`.
 */
export function kimaiContract(title: string, open: () => Promise<Opened>): void {
  describe(title, () => {
    const mark = `punchcard ${Math.random().toString(36).slice(2, 8)}`;
    let opened: Opened;
    let records: RecordsPort;
    const made: RecordPlace[] = [];
    const entries: Entry[] = [];
    const work = { customer: "", project: "", activity: "" };

    const make = async (type: RecordPlace["type"], values: Record<string, string | number | boolean>) => {
      const { record } = await records.create({ type, values });
      made.unshift({ type, id: record.id });
      return record;
    };
    const at = (hours: number) =>
      `${new Date(Math.floor(opened.now() / 60_000) * 60_000 + hours * 3_600_000).toISOString().slice(0, 19)}Z`;

    beforeAll(async () => {
      opened = await open();
      if (!opened.boss.records) throw new Error("no records");
      records = opened.boss.records;
      work.customer = (await make("customer", { name: `${mark} customer` })).id;
      work.project = (await make("project", { name: `${mark} project`, customer: work.customer })).id;
      work.activity = (await make("activity", { name: `${mark} activity`, project: work.project })).id;
    });
    afterAll(async () => {
      for (const { id } of entries) await opened.worker.time.remove(id).catch(() => undefined);
      for (const place of made) await records.remove(place).catch(() => undefined);
      await opened.close();
    });

    test("the person, the zone and the rights are told", async () => {
      const facts = await opened.worker.facts();
      expect(facts.person.name).not.toBe("");
      expect(() => new Intl.DateTimeFormat("en", { timeZone: facts.zone })).not.toThrow();
      expect(facts.version).toMatch(/^\d+\.\d+/);
      expect(facts.booking.required).toEqual(["project", "activity"]);
    });

    test("what was made is found by name, with what it belongs to", async () => {
      const found = await opened.worker.work.search({
        levels: ["activity"],
        text: mark,
        within: { project: work.project },
      });
      const activity = found.find(({ id }) => id === work.activity);
      expect(activity).toMatchObject({
        name: `${mark} activity`,
        bookable: true,
        parents: { project: { id: work.project } },
      });
    });

    test("an entry is created, read, changed, listed, copied and deleted", async () => {
      const { time } = opened.worker;
      const begin = at(-3);
      const { entry } = await time.create({ work, begin, end: at(-2), text: mark });
      entries.push(entry);
      expect(entry).toMatchObject({ begin, seconds: 3600, text: mark, work: { customer: { id: work.customer } } });
      expect((await time.get(entry.id)).text).toBe(mark);
      const changed = await time.update(entry.id, { text: `${mark} changed`, end: at(-1) });
      expect(changed.entry).toMatchObject({ text: `${mark} changed`, seconds: 7200 });
      const pages = await collect(
        time.list({ from: at(-24), to: at(1), people: "me", work: { project: work.project } }),
      );
      expect(pages.flatMap((page) => page.entries).map(({ id }) => id)).toContain(entry.id);
      const copy = await time.copy?.(entry.id);
      if (copy) entries.push(copy.entry);
      expect(copy?.entry).toMatchObject({ text: `${mark} changed`, seconds: 7200 });
      await time.remove(entry.id);
      await expect(time.get(entry.id)).rejects.toMatchObject({ kind: "not_found" });
    });

    test("a timer starts, is the one that runs, and ends", async () => {
      const { timer } = opened.worker;
      const before = await timer.read();
      if (before.running.length > 0) return expect(before.running[0]?.end).toBeNull();
      const { entry } = await timer.start({ work, text: mark });
      entries.push(entry);
      expect((await timer.read()).running.map(({ id }) => id)).toContain(entry.id);
      const stopped = await timer.stop();
      expect(stopped.entries.map(({ id }) => id)).toContain(entry.id);
      expect((await timer.read()).running).toEqual([]);
    });

    test("records change field by field, and a field that nobody may send is refused before it is sent", async () => {
      const place: RecordPlace = { type: "project", id: work.project };
      const { record } = await records.update(place, { comment: "Changed by a test", order_number: "4711" });
      expect(record.values).toMatchObject({ comment: "Changed by a test", order_number: "4711" });
      expect((await records.update(place, { comment: null })).record.values.comment).toBeUndefined();
      const described = await records.describe("project");
      expect(described.fields.map(({ name }) => name)).toContain("customer");
    });

    test("rates and comments of a project come and go", async () => {
      const of = { type: "project" as const, id: work.project };
      const rate = await records.create({ type: "rate", of, values: { rate: 80 } });
      const comment = await records.create({ type: "comment", of, values: { message: mark } });
      const list = async (type: "rate" | "comment") =>
        (await records.list({ type, of, limit: 10, offset: 0 })).records.map(({ id }) => id);
      expect(await list("rate")).toContain(rate.record.id);
      expect(await list("comment")).toContain(comment.record.id);
      await records.remove({ type: "rate", id: rate.record.id, of });
      await records.remove({ type: "comment", id: comment.record.id, of });
      expect(await list("rate")).not.toContain(rate.record.id);
      expect(await list("comment")).not.toContain(comment.record.id);
    });

    test("what a deletion takes with it is counted", async () => {
      const gone = await records.consequences({ type: "customer", id: work.customer });
      expect(gone.find(({ what }) => /project/.test(what))?.count).toBe(1);
    });

    test("leave is either read or honestly refused", async () => {
      const { refused } = await opened.worker.facts();
      const asked = opened.worker.absences?.list({ first: "2026-01-01", last: "2026-12-31", people: "me" });
      if ("absence.read" in refused) await expect(asked).rejects.toMatchObject({ name: "ServiceError" });
      else expect((await asked)?.absences).toBeInstanceOf(Array);
    });
  });
}
