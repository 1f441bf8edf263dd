import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { questionSchema } from "#core/domain/question/question";
import { nightly } from "../nightly";
import { spawnedTest } from "./launched";
import { confirmingItself, defaultClient, Server, temporaryFolder, until, writeSettings } from "./server";

const rows = [7, 8, 9].map((hour) => ({ day: "yesterday", from: `${hour}:00`, duration: "30m", text: `Row ${hour}` }));

/** The built server beside an app that is played by this process: it lives, reads questions and writes answers. */
async function besideApp(options: ConstructorParameters<typeof Server>[0] = {}) {
  const home = options.home ?? temporaryFolder();
  writeFileSync(join(home, "tray.json"), JSON.stringify({ sha256: "00", pid: process.pid }));
  const server = new Server({ ...options, home });
  await server.open();
  const { structuredContent } = await server.call("log_time", { entries: rows });
  const ids = (structuredContent.entries as { id: string }[]).map(({ id }) => id);
  const folder = join(home, "confirmations");
  const files = () => (existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : []);
  const question = async () => {
    await until("a question", () => files().length === 1);
    return questionSchema.parse(JSON.parse(readFileSync(join(folder, files()[0] ?? ""), "utf8")));
  };
  const answer = (id: string, word: string) => {
    writeFileSync(join(folder, "draft"), JSON.stringify({ answer: word }), { mode: 0o600 });
    renameSync(join(folder, "draft"), join(folder, `${id}.answer.json`));
  };
  const left = async () => {
    const { structuredContent: listed } = await server.call("list_time", { period: "yesterday" });
    return (listed.total as { entries: number }).entries;
  };
  return { server, home, ids, folder, files, question, answer, left };
}

test.each([
  ["older", false],
  ["newer", true],
])(
  "in the %s protocol the person's allow in the app's window acts once, and a deny does nothing",
  async (_era, modern) => {
    const { server, ids, folder, files, question, answer, left } = await besideApp({ modern });
    const denied = server.call("delete_time", { ids });
    const first = await question();
    expect(first).toMatchObject({
      client: { id: defaultClient, says: "test" },
      tool: "delete_time",
      count: 3,
      others: false,
    });
    expect(first.lines.join("\n")).toContain("Row 7");
    expect([statSync(folder).mode & 0o777, statSync(join(folder, `${first.id}.json`)).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
    expect(await left()).toBe(3);
    answer(first.id, "deny");
    expect(await denied).toMatchObject({
      isError: true,
      structuredContent: { error: { code: "declined", saved: "no" } },
    });
    expect(files()).toEqual([]);
    expect(await left()).toBe(3);

    const allowed = server.call("delete_time", { ids: ids.slice(0, 2) });
    const second = await question();
    expect(second.id).not.toBe(first.id);
    answer(second.id, "allow");
    expect((await allowed).structuredContent).toMatchObject({ deleted: ids.slice(0, 2) });
    expect(files()).toEqual([]);
    expect(await left()).toBe(1);
  },
);

spawnedTest("progress is told while it waits, and a cancelled call takes its question back", async () => {
  const { server, ids, question, files, left } = await besideApp();
  void server
    .ask("tools/call", { name: "delete_time", arguments: { ids }, _meta: { progressToken: "p" } })
    .catch(() => undefined);
  await question();
  await until("progress", () => server.notifications.some(({ method }) => method === "notifications/progress"));
  // Ids count up from one: the handshake, what was logged, and this call.
  server.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 3, reason: "enough" } });
  await until("the question to go", () => files().length === 0);
  expect(await left()).toBe(3);
});

spawnedTest("a server that ends takes its question along", async () => {
  const { server, ids, question, files } = await besideApp();
  server.ask("tools/call", { name: "delete_time", arguments: { ids } }).catch(() => undefined);
  await question();
  server.endInput();
  await server.ended;
  expect(files()).toEqual([]);
});

spawnedTest("an app that ends while it is asked is a no; afterwards nobody can be asked", async () => {
  const { server, home, ids, question, left } = await besideApp();
  const asked = server.call("delete_time", { ids });
  await question();
  rmSync(join(home, "tray.json"));
  expect(await asked).toMatchObject({ isError: true, structuredContent: { error: { code: "declined" } } });
  expect(await server.call("delete_time", { ids })).toMatchObject({
    isError: true,
    structuredContent: { error: { code: "confirm", saved: "no" } },
  });
  expect(await left()).toBe(3);
});

spawnedTest("where a client may confirm by itself, its token is the way once the app has ended", async () => {
  const itself = temporaryFolder();
  const { server, home, ids, question, left } = await besideApp({ home: itself, args: confirmingItself(itself) });
  const asked = server.call("delete_time", { ids });
  await question();
  rmSync(join(home, "tray.json"));
  expect(await asked).toMatchObject({ isError: true, structuredContent: { error: { code: "declined" } } });
  const preview = await server.call("delete_time", { ids });
  const { token, waiting } = preview.structuredContent.confirm as { token: string; waiting?: boolean };
  expect(waiting).toBeUndefined();
  expect(await left()).toBe(3);
  expect((await server.call("delete_time", { ids, confirm: token })).structuredContent).toMatchObject({ deleted: ids });
});

spawnedTest("reading the status resource opens no window, whatever has to be asked for", async () => {
  const home = temporaryFolder();
  writeSettings(home, { cells: { "timer.read": "ask" } });
  const { server, files } = await besideApp({ home, args: [] });
  const { result } = await server.ask("resources/read", { uri: "punchcard://status" });
  expect(JSON.stringify(result)).toContain("confirm");
  expect(files()).toEqual([]);
});

test.runIf(nightly)(
  "without an answer the call ends before clients give up, and goes on waiting with its token",
  async () => {
    const { server, ids, question, answer, left } = await besideApp();
    const began = Date.now();
    const result = await server.call("delete_time", { ids });
    expect(Date.now() - began).toBeGreaterThan(40_000);
    expect(Date.now() - began).toBeLessThan(60_000);
    expect(result.isError).toBeFalsy();
    const { token, waiting } = result.structuredContent.confirm as { token: string; waiting: boolean };
    expect([waiting, await left()]).toEqual([true, 3]);
    const again = server.call("delete_time", { ids, confirm: token });
    const { id } = await question();
    await new Promise((done) => setTimeout(done, 1_000));
    expect(await left()).toBe(3);
    answer(id, "allow");
    expect((await again).structuredContent).toMatchObject({ deleted: ids });
  },
  90_000,
);
