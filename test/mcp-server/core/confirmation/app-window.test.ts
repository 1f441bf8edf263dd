import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { AppQuestions } from "#core/confirmation/app-window";
import { type Question, questionSchema } from "#core/domain/question/question";
import { openToolSession } from "../../../fakes/tool-session";

async function seeded(wanted: Parameters<typeof openToolSession>[0] = {}) {
  const session = openToolSession({ app: true, ...wanted });
  await session.call("log_time", {
    entries: [7, 8, 9].map((hour) => ({
      from: `${hour}:00`,
      to: `${hour}:30`,
      project: "Website care",
      activity: "Bugs",
      text: `Row ${hour}\u202e\u{e0041}`,
    })),
  });
  session.memory.writes.length = 0;
  session.progress.length = 0;
  const folder = join(session.home, "confirmations");
  const files = () =>
    existsSync(folder) ? readdirSync(folder).filter((name) => /^[0-9a-f]{32}\.json$/.test(name)) : [];
  /** The question as the app would read it. */
  const asked = async (): Promise<Question> => {
    await vi.waitFor(() => expect(files()).toHaveLength(1), { timeout: 10_000 });
    return questionSchema.parse(JSON.parse(readFileSync(join(folder, files()[0] ?? ""), "utf8")));
  };
  const answer = async (text: string) => {
    const { id } = await asked();
    writeFileSync(join(folder, `${id}.answer.json`), text);
  };
  const say = (word: string) => answer(JSON.stringify({ answer: word }));
  return { ...session, ids: session.memory.entries.map(({ id }) => id), folder, files, asked, answer, say };
}
const waiting = ({ data }: { data: Record<string, unknown> }) =>
  data.confirm as { token: string; seconds: number; waiting?: boolean };

test("the person sees who wants what exactly, in a private file without invisible characters", async () => {
  const { call, ids, asked, say, folder, files } = await seeded();
  const done = call("delete_time", { ids: ids.slice(0, 2) });
  const question = await asked();
  expect(question).toMatchObject({
    client: { id: "test", says: "Test client" },
    account: { id: "kimai-1", label: "Kimai" },
    tool: "delete_time",
    count: 2,
    others: false,
  });
  expect(question.lines.join("\n")).toContain('Website care / Bugs  "Row 7"');
  expect(question.parts).toMatchObject([
    { kind: "head", act: "delete", of: "entry", count: 2 },
    { kind: "entry", as: "is", entry: { id: ids[0], begin: "07:00", end: "07:30", length: "0:30", text: "Row 7" } },
    { kind: "entry", entry: { text: "Row 8" } },
    { kind: "bringBack", back: "all" },
  ]);
  expect(JSON.stringify(question)).not.toMatch(/\p{Default_Ignorable_Code_Point}/u);
  expect(Date.parse(question.expires) - Date.parse(question.at)).toBe(300_000);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, files()[0] ?? "")).mode & 0o777).toBe(0o600);
  await say("deny");
  await done;
});

test("allow acts once and leaves nothing behind", async () => {
  const { call, memory, ids, say, folder } = await seeded();
  const done = call("delete_time", { ids: ids.slice(0, 2) });
  await say("allow");
  expect((await done).data).toMatchObject({ deleted: ids.slice(0, 2) });
  expect(memory.entries.map(({ id }) => id)).toEqual([ids[2]]);
  expect(readdirSync(folder)).toEqual([]);
});

test.runIf(process.platform !== "win32").each(["link", "pipe", "folder"])(
  "a %s in the place of the answer is a no, and holds nobody up",
  async (kind) => {
    const { call, memory, ids, asked, folder, home } = await seeded();
    const done = call("delete_time", { ids });
    const { id } = await asked();
    const place = join(folder, `${id}.answer.json`);
    const elsewhere = join(home, "yes.json");
    writeFileSync(elsewhere, JSON.stringify({ answer: "allow" }));
    if (kind === "link") symlinkSync(elsewhere, place);
    else if (kind === "pipe") execFileSync("/usr/bin/mkfifo", [place]);
    else mkdirSync(place);
    expect((await done).isError).toBe(true);
    expect(memory.entries.map((entry) => entry.id)).toEqual(ids);
  },
  15_000,
);

test.each([["deny"], ["maybe"]])("the answer %j is a no, and is told as one", async (word) => {
  const { call, memory, ids, say, folder } = await seeded();
  const done = call("delete_time", { ids });
  await say(word);
  expect((await done).data).toMatchObject({ error: { code: "declined", saved: "no" } });
  expect(memory.entries).toHaveLength(3);
  expect(readdirSync(folder)).toEqual([]);
});

test("a broken answer, a question that vanished and an app that ended are a no", async () => {
  const broken = await seeded();
  const first = broken.call("delete_time", { ids: broken.ids });
  await broken.answer('{"answer":"all');
  expect((await first).data).toMatchObject({ error: { code: "declined" } });

  const vanished = await seeded();
  const second = vanished.call("delete_time", { ids: vanished.ids });
  await vanished.asked();
  for (const name of vanished.files()) rmSync(join(vanished.folder, name));
  expect((await second).data).toMatchObject({ error: { code: "declined" } });

  const ended = await seeded();
  const third = ended.call("delete_time", { ids: ended.ids });
  await ended.asked();
  rmSync(join(ended.home, "tray.json"));
  expect((await third).data).toMatchObject({ error: { code: "declined" } });
  for (const { memory } of [broken, vanished, ended]) expect(memory.writes).toEqual([]);
});

test("without an answer the call ends in time, and the same call with its token goes on waiting", async () => {
  const { call, memory, ids, asked, say, clock, files, progress } = await seeded();
  const first = call("delete_time", { ids });
  const { id } = await asked();
  clock.now += 50_000;
  const result = await first;
  expect(result.isError).toBe(false);
  expect(result.text).toContain("Nothing was done yet");
  const { token, seconds, waiting: waits } = waiting(result);
  expect([waits, seconds]).toEqual([true, 250]);
  expect(memory.writes).toEqual([]);

  const wrong = await call("delete_time", { ids: ids.slice(1), confirm: token });
  expect(wrong.data).toMatchObject({ error: { code: "confirm" } });
  const again = call("delete_time", { ids, confirm: token });
  expect((await asked()).id).toBe(id);
  expect(files()).toHaveLength(1);
  const before = progress.length;
  clock.now += 10_000;
  await vi.waitFor(() => expect(progress.length).toBeGreaterThan(before), { timeout: 10_000 });
  expect(memory.writes).toEqual([]);
  await say("allow");
  expect((await again).data).toMatchObject({ deleted: ids });
  expect((await call("delete_time", { ids, confirm: token })).isError).toBe(true);
});

test("what was answered between two calls counts, and is not asked twice", async () => {
  const { call, ids, asked, say, clock } = await seeded();
  const first = call("delete_time", { ids });
  await asked();
  clock.now += 50_000;
  await first;
  await say("allow");
  expect((await call("delete_time", { ids })).data).toMatchObject({ deleted: ids });
});

test("one yes serves one of two equal calls at the same time", async () => {
  const { call, memory, ids, say } = await seeded();
  const both = [call("delete_time", { ids }), call("delete_time", { ids })];
  await say("allow");
  const outcomes = await Promise.all(both);
  expect(outcomes.filter(({ isError }) => !isError)).toHaveLength(1);
  expect(outcomes.find(({ isError }) => isError)?.data).toMatchObject({ error: { code: "confirm" } });
  expect(memory.entries).toEqual([]);
});

test("after five minutes nobody's answer counts any more", async () => {
  const { call, memory, ids, asked, clock, folder } = await seeded();
  const first = call("delete_time", { ids });
  const { id } = await asked();
  clock.now += 50_000;
  const { token } = waiting(await first);
  clock.now += 251_000;
  writeFileSync(join(folder, `${id}.answer.json`), '{"answer":"allow"}');
  expect((await call("delete_time", { ids, confirm: token })).data).toMatchObject({ error: { code: "declined" } });
  expect(memory.writes).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test("a token from before the app ran does nothing but ask in its window", async () => {
  const session = await seeded({ app: false, permissions: { confirmsItself: true } });
  const { token } = waiting(await session.call("delete_time", { ids: session.ids }));
  writeFileSync(join(session.home, "tray.json"), JSON.stringify({ pid: process.pid }));
  const forged = await session.call("delete_time", { ids: session.ids, confirm: `${token}x` });
  expect(forged.data).toMatchObject({ error: { code: "confirm" } });
  const done = session.call("delete_time", { ids: session.ids, confirm: token });
  await session.say("deny");
  expect((await done).data).toMatchObject({ error: { code: "declined" } });
  expect(session.memory.writes).toEqual([]);
});

test.each([
  ["no file", null],
  ["a file without a process", "{}"],
  ["a process that is gone", JSON.stringify({ pid: 2 ** 22 + 12_345 })],
  ["a whole group of processes", JSON.stringify({ pid: -1 })],
  ["nonsense", "{"],
])("%s in tray.json is no running app: the token stays the way where clients may confirm", async (_name, text) => {
  const { call, home, ids, files } = await seeded({ app: false, permissions: { confirmsItself: true } });
  if (text !== null) writeFileSync(join(home, "tray.json"), text);
  const preview = await call("delete_time", { ids });
  expect(waiting(preview).waiting).toBeUndefined();
  expect(files()).toEqual([]);
  expect((await call("delete_time", { ids, confirm: waiting(preview).token })).data).toMatchObject({ deleted: ids });
});

test("an app whose last sign of life is two minutes old has ended, whoever has its process id now", async () => {
  const { call, home, ids, say, files } = await seeded({ app: false, permissions: { confirmsItself: true } });
  const file = join(home, "tray.json");
  writeFileSync(file, JSON.stringify({ pid: process.pid }));
  // Long ago, so that the files of this test are not taken for old ones.
  vi.useFakeTimers({ now: Date.parse("2020-01-01T00:00:00Z"), toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const told = (ago: number) => utimesSync(file, new Date(), new Date(Date.now() - ago));
  told(60_000);
  const asked = call("delete_time", { ids });
  await say("deny");
  expect((await asked).data).toMatchObject({ error: { code: "declined" } });
  told(121_000);
  expect(waiting(await call("delete_time", { ids })).waiting).toBeUndefined();
  expect(files()).toEqual([]);
});

test("in a Flatpak the app's sign of life counts alone, because its process id is another sandbox's", () => {
  const { home } = openToolSession();
  const questions = new AppQuestions({ home });
  // Of nobody: beyond what Linux gives out.
  writeFileSync(join(home, "tray.json"), JSON.stringify({ sha256: "", pid: 2 ** 30 }));
  expect(questions.appRuns()).toBe(false);
  vi.stubEnv("FLATPAK_ID", "app.punchcard.Punchcard");
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(questions.appRuns()).toBe(true);
  utimesSync(join(home, "tray.json"), 0, 0);
  expect(questions.appRuns()).toBe(false);
});

test("a client that can ask is asked itself, also while the app runs", async () => {
  const { call, ids, questions, files } = await seeded({ answers: ["yes"] });
  expect((await call("delete_time", { ids })).data).toMatchObject({ deleted: ids });
  expect(questions).toHaveLength(1);
  expect(files()).toEqual([]);
});

test("a call that is cancelled takes its question back", async () => {
  const { call, memory, ids, asked, abort, folder, progress } = await seeded();
  const done = call("delete_time", { ids });
  await asked();
  await vi.waitFor(() => expect(progress.length).toBeGreaterThan(0), { timeout: 10_000 });
  expect(progress.every(([step]) => step < 1)).toBe(true);
  abort.abort();
  expect((await done).isError).toBe(true);
  expect(memory.writes).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test("what was left behind long ago is swept, and nothing else", async () => {
  const { call, ids, folder, say } = await seeded();
  mkdirSync(folder, { recursive: true });
  const old = new Date(0);
  for (const name of [`${"a".repeat(32)}.json`, `${"b".repeat(32)}.answer.json`, "notes.txt"]) {
    writeFileSync(join(folder, name), "{}");
    utimesSync(join(folder, name), old, old);
  }
  const done = call("delete_time", { ids });
  await vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(2), { timeout: 10_000 });
  await say("deny");
  await done;
  expect(readdirSync(folder)).toEqual(["notes.txt"]);
});

test("a folder that cannot be made means that nothing is done", async () => {
  const { call, folder, ids, memory } = await seeded();
  writeFileSync(folder, "in the way");
  expect((await call("delete_time", { ids })).data).toMatchObject({ error: { code: "confirm", saved: "no" } });
  expect(memory.writes).toEqual([]);
});
