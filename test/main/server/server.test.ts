import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { accountResult } from "#core/domain/results/account";
import { deletedResult, workResult, writtenResult } from "#core/domain/results/entries";
import { statusResult } from "#core/domain/results/timer";
import type { AppFailure } from "#main/app/failure";
import { Scheduler } from "#main/app/scheduler";
import { callOnce, SharedServer } from "#main/server/index";
import { type Hello, serverEnvironment, serverStarter, TrayProof } from "#main/server/spawn";

const script = fileURLToPath(new URL("./fake-server.mjs", import.meta.url));
const servers: SharedServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

function started(hello: Hello = {}, env: NodeJS.ProcessEnv = process.env) {
  const home = mkdtempSync(join(tmpdir(), "punchcard-server-"));
  const proof = new TrayProof(home);
  const start = serverStarter({ electron: process.execPath, script, home, env, cwd: home, proof });
  const scheduler = new Scheduler();
  const server = new SharedServer({ start, hello: () => hello, version: "1", log: () => undefined, scheduler });
  servers.push(server);
  const starts = () => readFileSync(join(home, "fake-starts"), "utf8").trim().split("\n").map(Number);
  const find = (query: string, options = {}) => server.call("find_work", { query }, workResult, options);
  return { home, proof, start, server, scheduler, starts, find };
}
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: AppFailure) => error.failure,
  );
const isAlive = (pid: number) => spawnSync("kill", ["-0", String(pid)]).status === 0;

test("the first call starts one server, and calls at the same time share it", async () => {
  const { server, starts, find } = started();
  const [status, one, two] = await Promise.all([server.call("get_status", {}, statusResult), find("a"), find("b")]);
  expect(status.state).toBe("idle");
  expect(one.more).toBe(two.more);
  expect(starts()).toEqual([one.more]);
});

test("the key is on disk only as a hash, in a private file", async () => {
  const { home, find } = started();
  await find("x");
  const file = join(home, "tray.json");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { sha256, ...rest } = JSON.parse(readFileSync(file, "utf8"));
  expect(rest).toEqual({ pid: process.pid });
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(createHash("sha256").update("").digest("hex")).not.toBe(sha256);
});

test("an app that ends takes back that it can be asked, and a server that it still needs is proven all the same", async () => {
  const { home, proof, find } = started();
  proof.announce();
  proof.withdraw(() => undefined);
  const read = () => JSON.parse(readFileSync(join(home, "tray.json"), "utf8"));
  expect(read()).toEqual({ sha256: createHash("sha256").update(proof.key).digest("hex") });
  await find("x");
  expect(read().pid).toBeUndefined();
});

test("a running app tells every half minute that it runs, until it ends", () => {
  const start = Date.parse("2026-11-19T10:07:33Z");
  vi.useFakeTimers({ now: start });
  onTestFinished(() => void vi.useRealTimers());
  const home = mkdtempSync(join(tmpdir(), "punchcard-server-"));
  const file = join(home, "tray.json");
  const proof = new TrayProof(home);
  const old = new Date(0);
  proof.announceIfPossible(() => undefined);
  const { ino } = statSync(file);
  utimesSync(file, old, old);
  vi.advanceTimersByTime(30_000);
  expect(statSync(file).mtimeMs).toBe(start + 30_000);
  // Nothing is written anew as long as it is the same.
  expect(statSync(file).ino).toBe(ino);
  writeFileSync(file, "{}");
  vi.advanceTimersByTime(30_000);
  expect(JSON.parse(readFileSync(file, "utf8")).pid).toBe(process.pid);
  proof.withdraw(() => undefined);
  utimesSync(file, old, old);
  vi.advanceTimersByTime(120_000);
  expect(statSync(file).mtimeMs).toBe(0);
});

test("where nothing can be written the app starts and ends all the same", () => {
  const file = join(mkdtempSync(join(tmpdir(), "punchcard-server-")), "in-the-way");
  writeFileSync(file, "");
  const log = vi.fn();
  const proof = new TrayProof(file);
  proof.announceIfPossible(log);
  proof.withdraw(log);
  expect(log).toHaveBeenCalledTimes(2);
});

test("the server is Electron in node mode, without what could make it load other code", async () => {
  const { PUNCHCARD_ELECTRON: _runner, ...own } = process.env;
  const env = {
    ...own,
    NODE_OPTIONS: "--require /evil.js",
    ELECTRON_EXEC_PATH: "/x",
    KIMAI_API_TOKEN: "t",
    CLOCKODO_API_KEY: "k",
  };
  const { find } = started({ secrets: { "kimai-1": "s" } }, env);
  const { recent } = await find("env");
  expect(recent[0]?.text).toBe("ELECTRON_RUN_AS_NODE");
  expect(recent[0]?.tags).toEqual(["kimai-1"]);
  expect(
    serverEnvironment({ NODE_TLS_REJECT_UNAUTHORIZED: "0", CALAMARI_API_KEY: "key", CALAMARI_URL: "x", PATH: "/bin" }),
  ).toEqual({ PATH: "/bin", ELECTRON_RUN_AS_NODE: "1" });
  // The packed app lets the server see the second one only.
  const authorities = { NODE_EXTRA_CA_CERTS: "/ca.pem", PUNCHCARD_EXTRA_CA_CERTS: "/ca.pem" };
  expect(serverEnvironment({ NODE_EXTRA_CA_CERTS: "/ca.pem" })).toMatchObject(authorities);
  expect(serverEnvironment({ PUNCHCARD_EXTRA_CA_CERTS: "/own.pem" })).toMatchObject({
    PUNCHCARD_EXTRA_CA_CERTS: "/own.pem",
  });
});

test("a failed call is the failure that the server told", async () => {
  expect(await failureOf(started().find("fail"))).toEqual({
    code: "offline",
    message: "No network.",
    saved: "no",
    next: "Plug it in.",
  });
});

test("an answer of another shape is not passed on", async () => {
  expect(await failureOf(started().find("strange"))).toMatchObject({ code: "internal", saved: "no" });
});

test("a read that breaks off with the server is asked once more; then it is said that the server stopped", async () => {
  const { find, starts } = started();
  expect(await failureOf(find("crash"))).toMatchObject({ code: "server_down", saved: "no" });
  expect(starts()).toHaveLength(2);
});

test("a write that breaks off is never sent again, and nobody claims to know whether it was saved", async () => {
  const { server, starts } = started();
  expect(await failureOf(server.call("delete_time", { ids: ["1"] }, deletedResult))).toMatchObject({
    code: "server_down",
    saved: "unknown",
  });
  expect(starts()).toHaveLength(1);
});

test("a server that keeps crashing is not started over and over", async () => {
  const { find, starts } = started();
  for (let i = 0; i < 4; i++) await failureOf(find("crash"));
  expect(starts()).toHaveLength(3);
  expect(await failureOf(find("fine"))).toMatchObject({ code: "server_down", saved: "no" });
});

test("a call can be cancelled, and one without an answer ends by itself", async () => {
  const { home, find } = started();
  const controller = new AbortController();
  const hanging = failureOf(find("hang", { signal: controller.signal }));
  await vi.waitFor(() => expect(existsSync(join(home, "fake-unanswered"))).toBe(true), { timeout: 30_000 });
  controller.abort();
  expect(await hanging).toMatchObject({ code: "cancelled" });
  expect(await failureOf(find("hang", { timeout: 100 }))).toMatchObject({ code: "timeout", saved: "no" });
  expect((await find("fine")).items).toEqual([]);
});

test("it is stopped 90 s after the last call, and started again by the next", async () => {
  const { find, scheduler, starts } = started();
  const set = vi.spyOn(scheduler, "set");
  const { more: first } = await find("one");
  await vi.waitFor(() => expect(scheduler.active).toEqual(["idle"]), { timeout: 10_000 });
  const [, wait, run] = set.mock.calls.findLast(([name]) => name === "idle") ?? [];
  expect(wait).toBe(90_000);
  scheduler.clear("idle");
  run?.();
  await vi.waitFor(() => expect(isAlive(first)).toBe(false), { timeout: 10_000 });
  const { more: second } = await find("two");
  expect(starts()).toEqual([first, second]);
});

test("renewing lets a call under way finish on the old server", async () => {
  const { server, find, starts } = started();
  await find("warm");
  const slow = find("slow");
  server.renew();
  const { more } = await find("new");
  expect((await slow).items).toEqual([]);
  expect(starts()).toHaveLength(2);
  await vi.waitFor(() => expect(isAlive(starts()[0] ?? 0)).toBe(false), { timeout: 10_000 });
  expect(isAlive(more)).toBe(true);
});

test("stopping ends the process and starts none any more", async () => {
  const { server, find } = started();
  const { more } = await find("one");
  await server.stop();
  expect(isAlive(more)).toBe(false);
  expect(await failureOf(find("two"))).toMatchObject({ code: "server_down" });
});

test("a server for one call proves an account that is not saved", async () => {
  const { start, starts } = started();
  const account = { id: "kimai-1", service: "kimai", label: "Kimai" } as NonNullable<Hello["account"]>;
  const options = { start, version: "1", log: () => undefined, hello: { account } };
  const proof = await callOnce(options, "get_account", { account: "kimai-1" }, accountResult);
  expect(proof.person.name).toBe("Ada Example");
  expect(isAlive(starts()[0] ?? 0)).toBe(false);
});

test("a server that cannot start says why in the failure's detail", async () => {
  const home = mkdtempSync(join(tmpdir(), "punchcard-server-"));
  const start = serverStarter({
    electron: process.execPath,
    script: "/missing.js",
    home,
    env: process.env,
    cwd: home,
    proof: new TrayProof(home),
  });
  const server = new SharedServer({ start, hello: () => ({}), version: "1", log: () => undefined });
  servers.push(server);
  expect(await failureOf(server.call("get_status", {}, statusResult))).toMatchObject({
    code: "server_down",
    saved: "no",
  });
});

test("a resource is read as text, and why it cannot be is told as for any call", async () => {
  const { server, starts } = started();
  expect(await server.readResource("test://table")).toBe("a,b\r\n");
  expect(await failureOf(server.readResource("test://none"))).toMatchObject({
    code: "invalid",
    message: "There is no such resource.",
    saved: "no",
  });
  expect(starts()).toHaveLength(1);
  expect(await failureOf(server.readResource("test://crash"))).toMatchObject({ code: "server_down", saved: "no" });
});

test("goes on with the change of the journal that an earlier call became, and begins another without one", async () => {
  const { server } = started();
  const update = (changes: object[], change?: { id: number | null }) =>
    server.call("update_time", { changes }, writtenResult, { change });
  const change: { id: number | null } = { id: null };
  await update([{}], change);
  expect(change.id).toBe(41);
  await update([{}, {}], change);
  expect(change.id).toBe(41);
  const other = { id: null };
  await update([{}, {}], other);
  expect(other.id).toBe(42);
  await update([{}]);
});

test("where none of several rows was taken, the rows say why", async () => {
  const { server } = started();
  expect(await server.call("update_time", { changes: [] }, writtenResult)).toMatchObject({
    failed: [{ id: "1", message: "It is locked." }],
  });
});
