import { expect, test } from "vitest";
import type { AdapterEnvironment } from "#core/domain/ports";
import { readCalendar } from "#core/services/calamari/gateway/calendar";
import type { GatewayContext } from "#core/services/calamari/gateway/context";
import { createPeople } from "#core/services/calamari/gateway/people";
import type { Gateway } from "#core/services/calamari/gateway/session";
import { type GatewayTool, tools } from "#core/services/calamari/gateway/tools";
import { failureOf } from "./setup";

/** A gateway whose tools answer what they are told here. */
function gatewayOf(answer: (args: Record<string, unknown>) => unknown) {
  const asked: Record<string, unknown>[] = [];
  const gateway = {
    async call(tool: GatewayTool, args: Record<string, unknown>) {
      asked.push(args);
      if (asked.length > 300) throw new Error("it never ends");
      return tools[tool].answer.parse(answer(args));
    },
  } as unknown as Gateway;
  return { gateway, asked };
}
const env = { now: () => 0, may: () => true } as unknown as AdapterEnvironment;

const day = (number: number) => ({
  ...{ userId: 41, name: "Nora Lind", category: "LEAVE", fullDayRequest: true },
  ...{
    start: `2026-12-${String(number).padStart(2, "0")}T00:00`,
    end: `2026-12-${String(number).padStart(2, "0")}T00:00`,
  },
});
const december = { first: "2026-12-01", last: "2026-12-31", people: "me" as const };
function calendarOf(cursorAfter: (cursor: unknown) => string | null) {
  const { gateway, asked } = gatewayOf(({ cursor }) => ({
    ...{ returned: 1, nextCursor: cursorAfter(cursor), absences: [day(asked.length)] },
  }));
  const profile = { me: { personUuid: "u-41" }, facts: { person: { id: "41", name: "Nora Lind" } } };
  const context = { gateway, env, profile: { get: async () => profile } } as unknown as GatewayContext;
  return { read: () => readCalendar(december, context), asked };
}

test("a calendar that gives the same page again and again ends, and is not taken for one that was read whole", async () => {
  const same = calendarOf(() => "a");
  expect(await failureOf(same.read())).toMatchObject({
    kind: "unavailable",
    next: expect.stringMatching(/shorter period/),
  });
  expect(same.asked).toHaveLength(2);
  const round = calendarOf((cursor) => ({ a: "b", b: "c", c: "a" })[String(cursor)] ?? "a");
  expect(await failureOf(round.read())).toMatchObject({ kind: "unavailable" });
  const endless = calendarOf((cursor) => String(Number(cursor ?? 0) + 1));
  expect(await failureOf(endless.read())).toMatchObject({ kind: "unavailable" });
  expect(endless.asked).toHaveLength(200);
});

test("a calendar of several pages is all of them, an empty cursor being none", async () => {
  const { read, asked } = calendarOf((cursor) => ({ undefined: "a", a: "b" })[String(cursor)] ?? "");
  expect((await read()).absences.map(({ first }) => first)).toEqual(["2026-12-01", "2026-12-02", "2026-12-03"]);
  expect(asked.map(({ cursor }) => cursor)).toEqual([undefined, "a", "b"]);
});

const people = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    personUuid: `u-${from + at}`,
    legacyId: from + at,
    name: `P${from + at}`,
  }));

test.each([
  ["stays where it is", () => ({ people: people(0, 50), nextOffset: 0 })],
  ["goes back", ({ offset }: Record<string, unknown>) => ({ people: people(0, 50), nextOffset: offset ? 49 : 50 })],
  [
    "is empty and says that more follows",
    ({ offset }: Record<string, unknown>) => ({
      people: offset ? [] : people(0, 50),
      nextOffset: Number(offset) + 50,
    }),
  ],
])("a list of people that %s is not read for ever", async (_what, answer) => {
  const { gateway, asked } = gatewayOf(answer);
  expect((await createPeople(gateway, env).find(undefined)).length).toBeGreaterThanOrEqual(50);
  expect(asked.length).toBeLessThanOrEqual(2);
});

test("a list of people whose pages are shorter than was asked for, or tell no next one, is read to its end", async () => {
  const short = gatewayOf(({ offset }) => ({
    ...{ people: people(Number(offset), 20), nextOffset: Number(offset) < 40 ? Number(offset) + 20 : null },
  }));
  expect(await createPeople(short.gateway, env).find(undefined)).toHaveLength(60);
  const silent = gatewayOf(({ offset }) => ({
    people: people(Number(offset), offset === 100 ? 7 : 50),
    nextOffset: null,
  }));
  expect(await createPeople(silent.gateway, env).find(undefined)).toHaveLength(107);
});
