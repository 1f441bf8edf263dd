import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Metrics } from "#team/http/metrics";
import { createOperationServer } from "#team/http/operation-server";
import { openPostgres } from "#team/store/postgres";
import { fastPlace } from "../../../fakes/fast-folder";
import { listen } from "../../../fakes/listen";
import { type Cluster, hasPostgres, startPostgres } from "../../../fakes/postgres";

const socketName = ".s.PGSQL.5432";

/** The network before a database: connections can fall silent, as behind a firewall that forgot them. */
async function startNetwork(database: string) {
  const folder = mkdtempSync(join(fastPlace(), "pc-net-"));
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(join(database, socketName));
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on("data", (bytes) => {
        if (open.has(from)) to.write(bytes);
      });
      from.on("error", () => undefined);
      from.on("close", () => to.destroy());
    }
  });
  await new Promise<void>((done) => server.listen(join(folder, socketName), done));
  return {
    folder,
    /** What is open from now on answers nothing, and is not closed either. */
    silence: () => open.clear(),
    close() {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

describe.skipIf(!hasPostgres)("a database whose connections fall silent", () => {
  let cluster: Cluster;
  let network: Awaited<ReturnType<typeof startNetwork>>;
  let url: string;
  beforeAll(async () => {
    cluster = await startPostgres();
    url = await cluster.create();
    const place = new URL(url.replace("@/", "@localhost/")).searchParams.get("host") ?? "";
    network = await startNetwork(place);
    url = url.replace(encodeURIComponent(place), encodeURIComponent(network.folder));
  });
  afterAll(async () => {
    network?.close();
    await cluster?.stop();
  });
  const unavailable = { name: "StoreError", kind: "unavailable" };

  test("refuses the call of that moment, and all later ones get new connections at once", async () => {
    const database = await openPostgres(url, { connect: 10_000, statement: 1_000 });
    const one = () => database.first("SELECT 1 AS one");
    // Several connections, all of which fall silent.
    await Promise.all(Array.from({ length: 5 }, one));
    network.silence();
    await expect(one()).rejects.toMatchObject(unavailable);
    // Each of the other four would take its time, too, and then fail.
    for (let n = 0; n < 5; n++) expect(await one()).toEqual({ one: 1 });
    await database.close();
  });

  test("ends a transaction without waiting for its rollback", async () => {
    const database = await openPostgres(url, { connect: 10_000, statement: 1_000 });
    await database.run("CREATE TABLE kept (id BIGINT)");
    const write = database.transaction(async (inside) => {
      await inside.run("INSERT INTO kept VALUES (1)");
      network.silence();
      await inside.run("INSERT INTO kept VALUES (2)");
    });
    await expect(write).rejects.toMatchObject(unavailable);
    expect(await database.all("SELECT id FROM kept")).toEqual([]);
    await database.close();
  });

  test("is not ready within a second, while requests at once share one look", async () => {
    const database = await openPostgres(url, { connect: 10_000, statement: 60_000 });
    await database.first("SELECT 1");
    network.silence();
    let looks = 0;
    const isReady = async () => {
      looks++;
      return (await database.first("SELECT 1 AS one")) !== undefined;
    };
    const { port, close } = await listen(createOperationServer(new Metrics(), { isReady }, 20));
    const statuses = await Promise.all(
      Array.from({ length: 4 }, async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status),
    );
    expect([statuses, looks]).toEqual([[503, 503, 503, 503], 1]);
    expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200);
    await close();
  });
});
