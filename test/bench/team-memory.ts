import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { accountSettings } from "#core/platform/settings";
import { createSchema } from "#team/store/create-schema";
import { openLibsql } from "#team/store/libsql";
import type { FakeKimai } from "../fakes/kimai";
import { openTeam } from "../mcp-server/team/accounts/team-fixture";
import { atMost } from "./report";

const people = 1_000;

/** What a person costs whose client called in the last minutes: their accounts, permissions, connections and journal. */
export async function benchTeamMemory(kimai: FakeKimai): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pc-bench-team-"));
  const database = await openLibsql(join(folder, "team.db"));
  await createSchema(database);
  const team = await openTeam(database, [new URL(kimai.url).host], Date.now, folder);
  const persons = [];
  for (let index = 0; index < people; index++) {
    const person = await team.add(`p${index}`);
    const settings = accountSettings.parse({
      ...{ id: `kimai-${index}`, service: "kimai" as const, label: "Kimai", url: kimai.url },
      permissions: { profile: "track" as const, cells: {}, tools: {} },
    });
    await team.accounts.keep(person.id, settings, "3", kimai.tokens.user);
    persons.push(person.id);
  }
  const call = async (person: string) => {
    const grant = { id: `g-${person}`, level: "track" as const, accounts: null };
    const client = { id: "c", name: "Claude", redirectHost: "claude.ai" };
    const { create, bus } = await team.open.open(person, { ...grant, client });
    const answer = await createMcpHandler(create, { legacy: "stateless", bus }).fetch(
      new Request("https://time.example.org/mcp", {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
        body: JSON.stringify({
          jsonrpc: "2.0",
          id: 1,
          method: "tools/call",
          params: { name: "get_status", arguments: {} },
        }),
      }),
    );
    const text = await answer.text();
    if (!text.includes("structuredContent")) throw new Error(text.slice(0, 300));
  };
  // What the fake notes of its requests, and the test's log of its lines, a server does not keep.
  const forget = () => {
    kimai.requests.length = 0;
    team.logged.length = 0;
  };
  // What is loaded once is not a person's.
  for (const person of persons.slice(0, 20)) await call(person);
  forget();
  const before = await used();
  for (const person of persons.slice(20)) await call(person);
  forget();
  const each = ((await used()) - before) / (people - 20) / 1_000;
  atMost("memory of a person who is connected", Number(each.toFixed(1)), 50, "kB");
  await team.open.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

async function used(): Promise<number> {
  // What was collected is told in a later turn to what waits for that, and only then lets go of more.
  for (let turn = 0; turn < 3; turn++) {
    collect();
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
