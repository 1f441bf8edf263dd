import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { ConfirmTokens, randomKey } from "#core/confirmation/confirm-token";
import type { Entry } from "#core/domain/entities";
import { openToolSession } from "../../../fakes/tool-session";

type Wanted = NonNullable<Parameters<typeof openToolSession>[0]>;

async function seeded(wanted: Wanted = {}) {
  const session = openToolSession(wanted);
  session.memory.entries.push(
    ...[7, 8, 9].map(
      (hour): Entry => ({
        id: String(hour),
        work: { project: { id: "11", name: "Website care" }, activity: { id: "21", name: "Bugs" } },
        begin: `2026-11-18T0${hour}:00:00Z`,
        end: `2026-11-18T0${hour}:30:00Z`,
        seconds: 1800,
        breakSeconds: 0,
        text: `Row ${hour}`,
        tags: [],
      }),
    ),
  );
  const folder = join(session.home, "confirmations");
  /** The question of the app's window, another one than `before`. */
  const asked = (before?: string) =>
    vi.waitFor(
      () => {
        const [name] = readdirSync(folder).filter((one) => /^[0-9a-f]{32}\.json$/.test(one));
        if (!name || name.startsWith(before ?? "none")) throw new Error("no question yet");
        return JSON.parse(readFileSync(join(folder, name), "utf8")) as { id: string; lines: string[] };
      },
      { timeout: 5_000 },
    );
  const say = (id: string, word: string) =>
    writeFileSync(join(folder, `${id}.answer.json`), JSON.stringify({ answer: word }));
  return { ...session, asked, say };
}
const changed = (memory: { entries: Entry[] }) => {
  const [first] = memory.entries;
  if (first) memory.entries[0] = { ...first, text: "Something else" };
};

test("a yes in the client deletes nothing where the entry was changed after the question, and asks again", async () => {
  let times = 0;
  const { call, memory, questions } = await seeded({
    answers: ["yes", "no"],
    whileAsked: (service) => {
      if (times++ === 0) changed(service);
    },
  });
  expect((await call("delete_time", { ids: ["7"] })).data).toMatchObject({ error: { code: "declined" } });
  expect(questions.map((lines) => lines[1])).toEqual([
    expect.stringContaining('"Row 7"'),
    expect.stringContaining('"Something else"'),
  ]);
  expect(memory.entries).toHaveLength(3);
});

test("a change that the question's line is too short to show makes the yes void, too", async () => {
  let times = 0;
  const { call, memory, questions } = await seeded({
    answers: ["yes", "no"],
    whileAsked: ({ entries }) => {
      const [first] = entries;
      if (first && times++ === 0) entries[0] = { ...first, meta: { ticket: "PC-8" } };
    },
  });
  await call("delete_time", { ids: ["7"] });
  expect(questions).toHaveLength(2);
  expect(questions[1]).toEqual(questions[0]);
  expect(memory.entries).toHaveLength(3);
});

test("a yes in the app's window deletes nothing that changed while it was open, and asks again", async () => {
  const { call, memory, asked, say } = await seeded({ app: true });
  const answer = call("delete_time", { ids: ["7"] });
  const first = await asked();
  expect(first.lines[1]).toContain('"Row 7"');
  changed(memory);
  say(first.id, "allow");
  const second = await asked(first.id);
  expect(second.lines[1]).toContain('"Something else"');
  expect(memory.entries).toHaveLength(3);
  say(second.id, "allow");
  expect((await answer).data).toMatchObject({ deleted: ["7"] });
});

test("a question that waits in the window is void once its entry was changed", async () => {
  const { call, memory, asked, say, clock } = await seeded({ app: true });
  const first = call("delete_time", { ids: ["7"] });
  const { id } = await asked();
  clock.now += 50_000;
  const { token } = (await first).data.confirm as { token: string };
  changed(memory);
  const second = call("delete_time", { ids: ["7"], confirm: token });
  const shown = await asked(id);
  expect(shown.lines[1]).toContain("Something else");
  say(shown.id, "deny");
  expect((await second).data).toMatchObject({ error: { code: "declined" } });
  expect(memory.entries).toHaveLength(3);
});

test("a token is good only for what its preview showed", async () => {
  const { call, memory } = await seeded({ permissions: { confirmsItself: true } });
  const { token } = (await call("delete_time", { ids: ["7"] })).data.confirm as { token: string };
  changed(memory);
  expect((await call("delete_time", { ids: ["7"], confirm: token })).data).toMatchObject({
    error: { code: "confirm", saved: "no" },
  });
  expect(memory.entries).toHaveLength(3);
});

test("what says now means the moment of the question, so that a slow yes still fits", async () => {
  const { call, memory, questions } = await seeded({
    answers: ["yes"],
    permissions: { cells: { "timer.update": "ask" } },
    whileAsked: (_memory, clock) => {
      clock.now += 95_000;
    },
  });
  await call("clock_in", { project: "Website care", activity: "Bugs", at: "13:00" });
  const stopped = await call("clock_out", { at: "-5m" });
  expect(questions).toHaveLength(1);
  expect(questions[0]?.[0]).toContain("13:55:00+01:00");
  expect(stopped.data).toMatchObject({ entries: [{ end: "2026-11-19T13:55:00+01:00" }] });
  expect(memory.entries.filter(({ end }) => end === null)).toEqual([]);
});

test("a running entry can be deleted by a yes that took a while", async () => {
  const { call, memory, questions } = await seeded({
    answers: ["yes"],
    whileAsked: (_memory, clock) => {
      clock.now += 125_000;
    },
  });
  await call("clock_in", { project: "Website care", activity: "Bugs", at: "13:00" });
  const id = memory.entries.find(({ end }) => end === null)?.id;
  expect((await call("delete_time", { ids: [id] })).data).toMatchObject({ deleted: [id] });
  expect(questions).toHaveLength(1);
});

test("each question of one call needs its own yes", async () => {
  const cells = { "time.read": "ask", "timer.create": "ask" } as const;
  const { call, memory, questions } = await seeded({ answers: ["yes", "no"], permissions: { cells } });
  const refused = await call("clock_in", { again: "#7" });
  expect(refused.data).toMatchObject({ error: { code: "declined" } });
  expect(questions.map(([line]) => line)).toEqual([
    "Read the entry that is started again",
    expect.stringMatching(/^Start Website care/),
  ]);
  expect(memory.writes).toEqual([]);
});

test("two questions of one call are answered one after the other by tokens", async () => {
  const cells = { "time.read": "ask", "timer.create": "ask" } as const;
  const { call, memory } = await seeded({ permissions: { cells, confirmsItself: true } });
  const ask = async (args: object) =>
    (await call("clock_in", { again: "#7", ...args })).data.confirm as { token: string; preview: string[] };
  const first = await ask({});
  expect(first.preview).toEqual(["Read the entry that is started again"]);
  const second = await ask({ confirm: first.token });
  expect(second.preview[0]).toMatch(/^Start /);
  expect(memory.writes).toEqual([]);
  expect((await call("clock_in", { again: "#7", confirm: first.token })).data).toMatchObject({
    error: { code: "confirm" },
  });
  expect((await call("clock_in", { again: "#7", confirm: second.token })).isError).toBe(false);
});

test("a no to one row's question is not asked again for the next", async () => {
  const { call, questions } = await seeded({ answers: ["no"], permissions: { cells: { "time.read": "ask" } } });
  const answer = await call("update_time", {
    changes: [
      { id: "7", text: "a" },
      { id: "8", text: "b" },
    ],
  });
  expect(answer.data).toMatchObject({ error: { code: "declined" } });
  expect(questions).toEqual([["Read entries: #7, #8"]]);
});

test("the app is started where it does not run, and asks; where it does not come, nothing is done", async () => {
  const started: string[] = [];
  const { call, memory, asked, say } = await seeded({
    starts: (home) => {
      started.push(home);
      writeFileSync(join(home, "tray.json"), JSON.stringify({ pid: process.pid }));
      return true;
    },
  });
  const answer = call("delete_time", { ids: ["7"] });
  const { id } = await asked();
  say(id, "allow");
  expect((await answer).data).toMatchObject({ deleted: ["7"] });
  expect([started.length, memory.entries.length]).toEqual([1, 2]);

  const nobody = await seeded({ starts: () => false });
  const refused = await nobody.call("delete_time", { ids: ["7"] });
  expect(refused.data).toMatchObject({ error: { code: "confirm", saved: "no" } });
  expect(refused.text).toMatch(/start Punchcard.*What an AI may do/s);
  expect(nobody.memory.entries).toHaveLength(3);
});

test("no token passes what is always asked, nor what is set to ask, unless the person allowed that", async () => {
  const own = new ConfirmTokens(randomKey());
  const asks: [string, object][] = [
    ["delete_time", { ids: ["7", "8"] }],
    ["delete_time", { ids: ["7"] }],
  ];
  for (const [tool, input] of asks) {
    const { call, memory } = await seeded();
    const token = own.issue({ tool, account: "kimai-1", input: { ...input } });
    for (const confirm of [undefined, token]) {
      const { data } = await call(tool, { ...input, ...(confirm && { confirm }) });
      expect(data).toMatchObject({ error: { code: "confirm", saved: "no" } });
      expect(data).not.toHaveProperty("confirm");
    }
    expect(memory.entries).toHaveLength(3);
  }
});
