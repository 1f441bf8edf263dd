import { chmodSync, copyFileSync, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { hostname } from "node:os";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { KeyRotationView, PublicCheckView } from "#team/api/admin/contract";
import { KeyRing } from "#team/keys/key-ring";
import { oneRotation } from "#team/keys/rotation-lease";
import { createVault } from "#team/keys/vault";
import { rotateForAll } from "#team/operation/key-rotation";
import type { Person } from "#team/people/person";
import type { Database } from "#team/store/database";
import { fastFolder } from "../../../../fakes/fast-folder";
import { listen } from "../../../../fakes/listen";
import { onBothStores } from "../../store/stores";
import { refusal } from "../call-endpoint";
import { adminServer } from "./server-fixture";

onBothStores("what admins do for the server", (store) => {
  let database: Database;
  let again: () => Promise<Database>;
  let now: number;
  let server: Awaited<ReturnType<typeof adminServer>>;
  let priya: Person;
  const clock = () => now;
  beforeEach(async () => {
    ({ database, again } = await store.empty());
    now = Date.parse("2026-11-19T13:00:00Z");
    server = await adminServer(database, clock);
    priya = await server.add("priya", { isAdmin: true });
  });
  const rotate = (patience = 0) =>
    rotateForAll({ database, clock, keyFile: server.keyFile, replica: server.replica, patience });
  const keyInUse = async () =>
    (await database.first<{ kid: string }>("SELECT kid FROM key_ring ORDER BY position DESC LIMIT 1"))?.kid;

  test("seals everybody's secrets with a new key, signs nobody out, and notes who did it", async () => {
    const sealed = await server.vault.seal(priya.id, "kimai", "row", 1, "secret");
    const before = await keyInUse();
    const view = await server.call<KeyRotationView>(priya, "POST /api/admin/keys/rotate", {});
    expect(view).toMatchObject({ state: "done", rewrapped: 1 });
    expect(await keyInUse()).toBe(view.kid);
    expect(view.kid).not.toBe(before);
    expect(await server.vault.open(priya.id, "kimai", "row", 1, sealed)).toBe("secret");
    expect(await database.all("SELECT kid FROM data_keys")).toEqual([{ kid: view.kid }]);
    expect(await server.audit.adminActions(99, 9)).toMatchObject([
      { tool: "rotate_keys", person: priya.id, ids: [view.kid] },
    ]);
  });

  test("uses no new key before each serving replica has it in its file, and takes the same one then", async () => {
    const sealed = await server.vault.seal(priya.id, "kimai", "row", 1, "secret");
    const before = await keyInUse();
    // A replica with a key file of its own, which was copied when it was set up.
    const file = `${fastFolder("other")}/team.key`;
    copyFileSync(server.keyFile, file);
    const otherDatabase = await again();
    const otherRing = await KeyRing.open(otherDatabase, file, clock);
    const other = server.replicaWith(() => otherRing.ids(), otherDatabase);
    await other.all();
    const first = await rotate();
    expect(first).toMatchObject({ state: "waits", replicas: [expect.any(String)] });
    expect(await keyInUse()).toBe(before);
    expect(readFileSync(server.keyFile, "utf8")).toContain(first.kid);
    expect(await rotate()).toEqual(first);
    copyFileSync(server.keyFile, file);
    await other.all();
    expect(await rotate()).toEqual({ state: "done", kid: first.kid, rewrapped: 1 });
    const vault = createVault(otherDatabase, otherRing, clock, "t");
    expect(await vault.open(priya.id, "kimai", "row", 1, sealed)).toBe("secret");
  });

  test("waits for a replica that shares the file until it said that it has the key", async () => {
    const other = server.replicaWith(() => server.ring.ids());
    await other.all();
    const rotation = rotate(20_000);
    await expect.poll(() => readFileSync(server.keyFile, "utf8").match(/"kid"/g)?.length).toBe(2);
    await other.all();
    expect(await rotation).toMatchObject({ state: "done" });
  });

  test("asks neither a replica that stopped nor one that was silent for a minute", async () => {
    const [stopped, silent] = [server.replicaWith(() => []), server.replicaWith(() => [])];
    await silent.all();
    now += 60_001;
    await stopped.all();
    await stopped.stop();
    expect(await rotate()).toMatchObject({ state: "done" });
  });

  test("takes no key again that was replaced, though it still stands in the file", async () => {
    const kids = [await keyInUse(), (await rotate()).kid, (await rotate()).kid];
    expect(new Set(kids).size).toBe(3);
    for (const kid of kids) expect(readFileSync(server.keyFile, "utf8")).toContain(kid);
  });

  test("does one rotation at a time, and says which command or server has begun one and since when", async () => {
    const file = readFileSync(server.keyFile, "utf8");
    const other = await again();
    const asked = () => server.call(priya, "POST /api/admin/keys/rotate", {});
    const told = async () => asked().catch((error: Error) => error.message);
    await oneRotation(other, clock, "command", async () => {
      expect(await refusal(asked())).toBe("409 under_way");
      now += 60_000;
      expect(await told()).toBe(
        `The command rotate-keys on ${hostname()} has been rotating keys since 2026-11-19 13:00 UTC. ` +
          "Wait until that is done. If it was broken off, try again after 2026-11-19 13:15 UTC.",
      );
    });
    await oneRotation(other, clock, "page", async () => {
      expect(await told()).toContain(`The server ${hostname()} has been rotating keys for an admin's page since`);
      // One that was killed ends nothing; its time does.
      now += 15 * 60_000 - 1;
      expect(await refusal(asked())).toBe("409 under_way");
      expect(readFileSync(server.keyFile, "utf8")).toBe(file);
      now += 1;
      await oneRotation(other, clock, "command", async () =>
        expect(await told()).toContain("The command rotate-keys on"),
      );
      expect(await asked()).toMatchObject({ state: "done" });
    });
    expect(await rotate()).toMatchObject({ state: "done" });
  });

  test("says that the key file cannot be used, and changes nothing", async () => {
    chmodSync(server.keyFile, 0o644);
    const before = await keyInUse();
    const asked = server.call(priya, "POST /api/admin/keys/rotate", {});
    expect(await refusal(asked)).toBe(process.platform === "win32" ? "done" : "422 key_file");
    if (process.platform !== "win32") expect(await keyInUse()).toBe(before);
    expect(existsSync(server.keyFile)).toBe(true);
  });

  test("looks at its own public address alone, one part at a time, and knows no other part", async () => {
    const asked: string[] = [];
    const { port, close } = await listen(
      createServer((request, response) => {
        asked.push(request.url ?? "");
        response.writeHead(503).end();
      }),
    );
    onTestFinished(close);
    const here = await adminServer(database, clock, { publicUrl: `http://127.0.0.1:${port}`, keyFile: server.keyFile });
    const look = (what: string) => here.call<PublicCheckView>(priya, `POST /api/admin/public-check/:what ${what}`, {});
    expect(await look("certificate")).toMatchObject({ ok: true, says: "no TLS", notes: [expect.any(String)] });
    expect(asked).toEqual([]);
    expect(await look("discovery")).toMatchObject({ ok: false, says: expect.stringContaining("answers 503") });
    expect(asked).toEqual(["/.well-known/oauth-protected-resource/mcp"]);
    for (const what of ["everything", "constructor"]) expect(await refusal(look(what))).toBe("404 gone");
  });
});
