import { expect, test } from "vitest";
import { SharedClock } from "#team/store/shared-clock";
import { onBothStores } from "./stores";

const tenMinutes = 600_000;

onBothStores("the clock that replicas share", (store) => {
  const isShared = store.kind === "postgres";
  /** Seconds between it and this machine, whose clock the database has too. */
  const off = ({ now }: SharedClock) => Math.round((now() - Date.now()) / 1_000);
  const seconds = (milliseconds: number) => Math.round((isShared ? 0 : milliseconds) / 1_000);

  test.each([tenMinutes, -tenMinutes, 0])("is the database's, where a machine is %s ms off", async (wrong) => {
    const { database } = await store.open();
    const clock = await SharedClock.of(database, () => Date.now() + wrong);
    // Two seconds for a busy machine; a clock that is off is off by minutes.
    expect(Math.abs(off(clock) - seconds(wrong))).toBeLessThanOrEqual(2);
    expect(Math.abs(clock.secondsAhead + (isShared ? wrong / 1_000 : 0))).toBeLessThanOrEqual(2);
  });

  test("follows a machine's clock that is set, and keeps what it knew where the database is away", async () => {
    const { database } = await store.open();
    let wrong = 0;
    const clock = await SharedClock.of(database, () => Date.now() + wrong);
    wrong = tenMinutes;
    await clock.look();
    expect(Math.abs(off(clock) - seconds(tenMinutes))).toBeLessThanOrEqual(2);
    await database.close();
    if (isShared) await expect(clock.look()).rejects.toMatchObject({ kind: "unavailable" });
    expect(Math.abs(off(clock) - seconds(tenMinutes))).toBeLessThanOrEqual(2);
  });

  test("leaves what the way of an answer explains alone, so that moments of one machine stay in order", async () => {
    const { database } = await store.open();
    const clock = await SharedClock.of(database, () => Date.now() + 400);
    if (isShared) expect(clock.secondsAhead).toBe(0);
    const before = Date.now() + 400;
    expect(clock.now()).toBeGreaterThanOrEqual(before);
  });
});
