import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountSettings } from "#core/platform/settings";
import { createSchema } from "#team/store/create-schema";
import type { Database } from "#team/store/database";
import { openLibsql } from "#team/store/libsql";
import { openPostgres } from "#team/store/postgres";
import { type FakeKimai, startFakeKimai } from "../../fakes/kimai";
import { hasPostgres, startPostgres } from "../../fakes/postgres";
import { marta, startTeamServer } from "../../fakes/team/server";
import { connect } from "../../fakes/team/sign-in";
import { prepareTeam, spawnTeamServer } from "../../fakes/team/spawned";
import { openTeam } from "../../mcp-server/team/accounts/team-fixture";
import { call, serverEnv, signIn } from "../team";
import type { Costs } from "./model";

const warm = 60;
const measured = 300;

/** What one list_time, which asks the service each time, costs a replica, the database and the service, by running it. Linux only: it reads /proc. */
export async function measureCosts(): Promise<Costs> {
  const kimai = await startFakeKimai();
  try {
    const [work, statements, statementSeconds] = [
      await replicaWork(kimai),
      await statementsOfCall(kimai),
      await statementTime(),
    ];
    return { ...work, statements, statementSeconds };
  } finally {
    await kimai.close();
  }
}

/** Seconds of processor and requests to Kimai for a call of the built server. */
async function replicaWork(kimai: FakeKimai): Promise<Pick<Costs, "cpu" | "upstream">> {
  const team = await prepareTeam();
  const server = await spawnTeamServer(team.folder, serverEnv(kimai));
  try {
    const target = { port: server.port, token: await signIn(server, kimai) };
    for (let count = 0; count < warm; count++) await call(target, "list_time");
    const [cpu, asked] = [processorSeconds(server.child.pid ?? 0), kimai.requests.length];
    for (let count = 0; count < measured; count++) await call(target, "list_time");
    return {
      cpu: (processorSeconds(server.child.pid ?? 0) - cpu) / measured,
      upstream: Math.round((kimai.requests.length - asked) / measured),
    };
  } finally {
    await server.end();
    await team.remove();
  }
}

function processorSeconds(pid: number): number {
  const [, fields = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const [user, system] = fields.split(" ").slice(11, 13).map(Number);
  const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  return ((user ?? 0) + (system ?? 0)) / ticks;
}

/** From the token to the answer, counted on a database that passes all on. */
async function statementsOfCall(kimai: FakeKimai): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "pc-bench-fleet-"));
  let count = 0;
  const database = counting(await openLibsql(join(folder, "team.db")), () => count++);
  await createSchema(database);
  const team = await openTeam(database, [new URL(kimai.url).host], Date.now, folder);
  const person = await team.add("owner");
  const settings = accountSettings.parse({
    ...{ id: "kimai-1", service: "kimai", label: "Kimai", url: kimai.url },
    permissions: { profile: "track", cells: {}, tools: {} },
  });
  await team.accounts.keep(person.id, settings, "3", kimai.tokens.user);
  const server = await startTeamServer({
    database,
    parts: {
      isActive: async () => (await team.people.find(person.id))?.status === "active",
      openPerson: (id, grant) => team.open.open(id === marta.id ? person.id : id, grant),
    },
  });
  try {
    const { access_token: token } = await connect(server.browser());
    const target = { port: server.port, token };
    for (let turn = 0; turn < 3; turn++) await call(target, "list_time");
    count = 0;
    for (let turn = 0; turn < 20; turn++) await call(target, "list_time");
    return Math.round(count / 20);
  } finally {
    await server.stop();
    await team.audit.flush();
    await team.open.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function counting(database: Database, add: () => void): Database {
  const counted = <T>(work: T): T => {
    add();
    return work;
  };
  return {
    kind: database.kind,
    all: (sql, values) => counted(database.all(sql, values)),
    first: (sql, values) => counted(database.first(sql, values)),
    run: (sql, values) => counted(database.run(sql, values)),
    transaction: (work, options) => database.transaction((inside) => work(counting(inside, add)), options),
    close: () => database.close(),
  };
}

/** Seconds of one reading by its key, on PostgreSQL where there is one. */
async function statementTime(): Promise<number> {
  const cluster = hasPostgres ? await startPostgres() : null;
  const folder = mkdtempSync(join(tmpdir(), "pc-bench-fleet-"));
  const database = cluster ? await openPostgres(await cluster.create()) : await openLibsql(join(folder, "team.db"));
  try {
    await createSchema(database);
    const read = () => database.first("SELECT * FROM people WHERE id = ?", ["p1"]);
    for (let turn = 0; turn < warm; turn++) await read();
    const began = performance.now();
    for (let turn = 0; turn < measured; turn++) await read();
    return (performance.now() - began) / 1_000 / measured;
  } finally {
    await database.close();
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
