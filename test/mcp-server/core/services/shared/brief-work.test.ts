import { expect, test } from "vitest";
import type { Entry, WorkIds } from "#core/domain/entities";
import type { Service } from "#core/domain/ports";
import { setup as clockodoSetup } from "../clockodo/setup";
import { setup as kimaiSetup } from "../kimai/setup";
import { openSheet } from "../local/sheet";

/** Work of under a minute around a break, on each service whose breaks stop and start work. */
interface Sheet {
  service: Service;
  work: WorkIds;
  pass(seconds: number): void;
  /** Deleting is refused from now on; absent: nobody can refuse it. */
  refuseDeletes?(): void;
}

const open: Record<string, () => Promise<Sheet>> = {
  async kimai() {
    const { kimai, service } = await kimaiSetup("user", {
      settings: { rounding: { mode: "default", begin: 0, end: 0 } },
    });
    return {
      service,
      work: { project: "1", activity: "3" },
      pass: kimai.advance,
      refuseDeletes: () => kimai.fail({ method: "DELETE", failure: { kind: "status", status: 403 } }),
    };
  },
  async clockodo() {
    const { clockodo, service } = await clockodoSetup();
    return {
      service,
      work: { customer: "510", project: "7720", activity: "31" },
      pass: clockodo.advance,
      refuseDeletes: () =>
        clockodo.fail({ method: "DELETE", path: /entries/, failure: { kind: "status", status: 403 } }),
    };
  },
  async local() {
    const clock = { now: Date.parse("2026-11-19T10:07:00Z") };
    const { sheet } = openSheet(undefined, () => clock.now);
    return {
      service: sheet,
      work: {},
      pass: (seconds) => {
        clock.now += seconds * 1_000;
      },
    };
  },
};
const services = Object.keys(open).map((name) => [name, open[name] as () => Promise<Sheet>] as const);

async function entriesOf({ service }: Sheet): Promise<Entry[]> {
  const found: Entry[] = [];
  const query = { from: "2026-11-19T00:00:00Z", to: "2026-11-20T00:00:00Z", people: "me" as const };
  for await (const page of service.time.list(query)) found.push(...page.entries);
  return found.sort((a, b) => a.begin.localeCompare(b.begin));
}
/** Half an hour of work, and half an hour of a break from it. */
async function resumed(sheet: Sheet) {
  const { timer } = sheet.service;
  await timer.start({ work: sheet.work, text: "Header" });
  sheet.pass(1_800);
  const { since } = await timer.pause();
  sheet.pass(1_800);
  return { since, entry: (await timer.resume()).entry };
}

test.each(services)("%s: work that was paused in its first minute goes on as one entry", async (_, start) => {
  const sheet = await start();
  const { timer } = sheet.service;
  await timer.start({ work: sheet.work, text: "Header" });
  sheet.pass(10);
  await timer.pause();
  sheet.pass(1_800);
  const { entry, notes } = await timer.resume();
  expect(entry).toMatchObject({ end: null, text: "Header" });
  expect(notes.join()).toContain("one entry");
  sheet.pass(1_800);
  await timer.stop();
  expect((await entriesOf(sheet)).map(({ seconds }) => seconds)).toEqual([1_800]);
});

test.each(services)("%s: work of seconds is brief also where the clock's minute changes in it", async (_, start) => {
  const sheet = await start();
  const { timer } = sheet.service;
  const { entry: before } = await timer.start({ work: sheet.work, text: "Footer" });
  sheet.pass(115 - ((Date.parse(before.begin) / 1_000) % 60));
  await timer.start({ work: sheet.work, text: "Header" });
  sheet.pass(10);
  await timer.pause();
  sheet.pass(1_800);
  expect((await timer.resume()).notes.join()).toContain("one entry");
  sheet.pass(1_800);
  await timer.stop();
  expect((await entriesOf(sheet)).map(({ text, seconds }) => [text, (seconds ?? 0) > 60])).toEqual([
    ["Footer", true],
    ["Header", true],
  ]);
});

test.each(services)("%s: a break goes on where work was resumed for less than a minute", async (_, start) => {
  const sheet = await start();
  const { timer } = sheet.service;
  const { since } = await resumed(sheet);
  sheet.pass(5);
  const paused = await timer.pause();
  expect(paused).toMatchObject({ since, entry: { seconds: 1_800 } });
  expect(paused.notes.join()).toContain("under a minute");
  expect((await timer.read()).onBreak).toMatchObject({ since });
  expect(await entriesOf(sheet)).toHaveLength(1);
  sheet.pass(600);
  expect((await timer.resume()).entry.text).toBe("Header");
});

test.each(services)("%s: nothing is kept of work that was resumed and ended within a minute", async (_, start) => {
  const sheet = await start();
  await resumed(sheet);
  sheet.pass(5);
  const stopped = await sheet.service.timer.stop();
  expect(stopped.entries).toEqual([]);
  expect(stopped.notes.join()).toContain("under a minute");
  expect((await entriesOf(sheet)).map(({ seconds }) => seconds)).toEqual([1_800]);
  expect(await sheet.service.timer.read()).toEqual({ running: [], onBreak: null });
});

test.each(services)("%s: what a person began or changed is kept, however short", async (_, start) => {
  const sheet = await start();
  const { timer, time } = sheet.service;
  const { entry } = await resumed(sheet);
  await time.update(entry.id, { text: "Footer" });
  sheet.pass(5);
  expect((await timer.stop()).entries).toMatchObject([{ text: "Footer" }]);
  await timer.start({ work: sheet.work, text: "Footer" });
  sheet.pass(5);
  expect((await timer.stop()).entries).toHaveLength(1);
  expect(await entriesOf(sheet)).toHaveLength(3);
});

test.each(services)(
  "%s: resumed work of more than a minute is kept, and the next break is its own",
  async (_, start) => {
    const sheet = await start();
    const { entry } = await resumed(sheet);
    sheet.pass(90);
    expect((await sheet.service.timer.pause()).entry.id).toBe(entry.id);
    expect(await entriesOf(sheet)).toHaveLength(2);
  },
);

test.each(services.slice(0, 2))("%s: a break holds although the short entry cannot be deleted", async (_, start) => {
  const sheet = await start();
  const { entry } = await resumed(sheet);
  sheet.refuseDeletes?.();
  sheet.pass(5);
  expect((await sheet.service.timer.pause()).entry.id).toBe(entry.id);
  expect((await sheet.service.timer.read()).onBreak).not.toBeNull();
});
