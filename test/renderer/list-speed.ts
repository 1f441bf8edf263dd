import type { Page } from "playwright-core";
import { entries as week, working } from "./fixtures";
import { type Answers, Windows } from "./window";

/** Milliseconds; the median of the runs. */
export interface ListSpeed {
  /** From the answer to the first rows. */
  first: number;
  /** From the answer until all rows are drawn and the page has nothing left to do. */
  all: number;
  /** From a word in the search field until the rows that match are left. */
  search: number;
  /** What the page's thread itself needed of the processor for `all` and `search`, whatever else the machine does. */
  processor: number;
}

/** A week with so many entries of half a minute, the same on each day. */
export function listOf(count: number): NonNullable<Answers["entries:list"]> {
  const sample = week.entries.find(({ end }) => end !== null);
  if (!sample) throw new Error("no entry of the week has ended");
  const entries = Array.from({ length: count }, (_, at) => {
    const day = `2026-11-${16 + (at % 7)}`;
    const minute = Math.floor(at / 7);
    const clock = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
    return {
      ...sample,
      id: `n${at}`,
      begin: `${day}T${clock}:00+01:00`,
      end: `${day}T${clock}:30+01:00`,
      seconds: 30,
      text: `Entry no. ${at}`,
    };
  });
  return { ok: true, value: { ...week, entries, total: { ...week.total, entries: count } } };
}

const drawn = (page: Page, count: number, answer: unknown): Promise<Omit<ListSpeed, "processor">> =>
  page.evaluate(
    async ([wanted, value]) => {
      const rows = () => document.querySelectorAll("[data-row]").length;
      const until = (isDone: () => boolean) =>
        new Promise<void>((done) => {
          const observer = new MutationObserver(look);
          function look() {
            if (!isDone()) return;
            observer.disconnect();
            done();
          }
          observer.observe(document.body, { subtree: true, childList: true });
        });
      const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const began = performance.now();
      window.fake.release("entries:list", value);
      await until(() => rows() > 0);
      const first = performance.now() - began;
      if (rows() < wanted) await until(() => rows() === wanted);
      await painted();
      const all = performance.now() - began;

      const field = document.querySelector<HTMLInputElement>("input[type=search]");
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
      const typed = performance.now();
      set?.call(field, `no. ${wanted - 1}`);
      field?.dispatchEvent(new Event("input", { bubbles: true }));
      if (rows() > 1) await until(() => rows() === 1);
      await painted();
      return { first, all, search: performance.now() - typed };
    },
    [count, answer] as const,
  );

/** Milliseconds that the page's thread has worked since some time. */
async function processorOf(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * How fast the list of entries shows weeks of such sizes, in turns.
 * @param folder the built windows
 */
export async function listSpeed(folder: string, counts: readonly number[], runs: number): Promise<ListSpeed[]> {
  const windows = await Windows.start(folder);
  const got = counts.map((): ListSpeed[] => []);
  // The first turn, which warms everything, does not count.
  for (let run = 0; run <= runs; run += 1)
    for (const [at, count] of counts.entries()) {
      const page = await windows.open(working, { window: "main", page: "entries", held: ["entries:list"] });
      const worked = await processorOf(page);
      const before = await worked();
      const speed = await drawn(page, count, listOf(count));
      if (run > 0) got[at]?.push({ ...speed, processor: (await worked()) - before });
    }
  await windows.stop();
  return got.map((all) => ({
    first: median(all.map(({ first }) => first)),
    all: median(all.map((one) => one.all)),
    search: median(all.map(({ search }) => search)),
    processor: median(all.map(({ processor }) => processor)),
  }));
}
