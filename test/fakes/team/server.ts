import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { BlockList } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InMemoryServerEventBus } from "@modelcontextprotocol/server";
import { AccessPolicy } from "#core/access/access-policy";
import { openLog } from "#core/platform/log";
import { createRequestServer } from "#server/create-server";
import type { BrowserSessions } from "#team/api/browser";
import type { PersonView } from "#team/api/contract";
import { usualLifetimes } from "#team/api/lifetimes";
import { createLogger } from "#team/http/request-log";
import { createTeamServer, type TeamServer, type TeamServerConfig, type TeamServerParts } from "#team/http/team-server";
import { loadProviderKeys } from "#team/oauth/keys";
import type { Sealer } from "#team/oauth/sealer";
import { createSchema } from "#team/store/create-schema";
import type { Database } from "#team/store/database";
import { openLibsql } from "#team/store/libsql";
import { Browser } from "./browser";

export const origin = "https://time.example.org";
export const password = "correct horse battery";

export const marta: PersonView = { id: "p1", email: "marta@example.org", name: "Marta" };
export const tom: PersonView = { id: "p2", email: "tom@example.org", name: "Tom" };

/** Stands for the key file: names still decide where a text opens. */
export const plainSealer: Sealer = {
  seal: async (name, plain) => JSON.stringify([name, plain]),
  async open(name, sealed) {
    const [found, plain] = JSON.parse(sealed) as [string, string];
    if (found !== name) throw new Error("sealed for another name");
    return plain;
  },
};

export interface TestServer {
  port: number;
  operationPort: number;
  database: Database;
  /** Lines of the log. */
  lines: string[];
  /** Persons who may not sign in any more. */
  removed: Set<string>;
  /** Tells one person's clients of a change. */
  busOf(person: string): InMemoryServerEventBus;
  server: TeamServer;
  /** A browser that talks to this server. */
  browser(added?: Record<string, string>): Browser;
  stop(): Promise<void>;
}

export interface TestOptions {
  config?: Partial<TeamServerConfig>;
  parts?: Partial<TeamServerParts>;
  database?: Database;
}

/** The team server on a port of its own, with people and accounts that need no service. */
export async function startTeamServer({ config, parts, database: given }: TestOptions = {}): Promise<TestServer> {
  const home = mkdtempSync(join(tmpdir(), "pc-team-"));
  const database = given ?? (await openLibsql(join(home, "team.db")));
  const clock = parts?.clock ?? Date.now;
  if (!given) await createSchema(database);
  for (const { id, email, name } of [marta, tom])
    await database.run(
      `INSERT INTO people (id, email, name, is_admin, status, created_at, updated_at) VALUES (?, ?, ?, 0, 'active', 1, 1)
       ON CONFLICT DO NOTHING`,
      [id, email, name],
    );
  const removed = new Set<string>();
  const lines: string[] = [];
  const buses = new Map<string, InMemoryServerEventBus>();
  const busOf = (person: string) => {
    const bus = buses.get(person) ?? new InMemoryServerEventBus();
    buses.set(person, bus);
    return bus;
  };
  const server = createTeamServer(
    {
      origin,
      host: "127.0.0.1",
      port: 0,
      operationHost: "127.0.0.1",
      operationPort: 0,
      trustedProxies: new BlockList(),
      network: { lists: () => false },
      clientDocuments: true,
      drain: 1_000,
      ...config,
    },
    {
      database,
      clock,
      log: createLogger("info", { write: (line) => void lines.push(line) }),
      keys: await loadProviderKeys(database, clock, plainSealer),
      sessions: memorySessions(removed),
      async checkPassword(email, given) {
        const person = [marta, tom].find((one) => one.email === email);
        return person && given === password && !removed.has(person.id) ? { person } : null;
      },
      isActive: async (person) => !removed.has(person),
      openPerson: async (person) => ({
        create: () => createRequestServer(emptyDeps(join(home, person))),
        bus: busOf(person),
      }),
      locksOf: async () => ({}),
      lifetimes: async () => usualLifetimes,
      accountsOf: async (person) => [{ id: `kimai-${person}`, label: "Kimai", url: "https://kimai.example.org" }],
      ...parts,
    },
  );
  const { port, operationPort } = await server.listen();
  return {
    port,
    operationPort,
    database,
    lines,
    removed,
    busOf,
    server,
    browser: (added) => new Browser(port, config?.origin ?? origin, added),
    async stop() {
      await server.stop();
      if (!given) await database.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function memorySessions(removed: Set<string>): BrowserSessions {
  const all = new Map<string, PersonView>();
  return {
    find: async (token) => {
      const person = all.get(token);
      return person && !removed.has(person.id) ? { person, method: "password" } : undefined;
    },
    async begin(person, { former }) {
      if (former) all.delete(former);
      const token = `session-${randomUUID()}`;
      all.set(token, person === marta.id ? marta : tom);
      return token;
    },
    end: async (token) => void all.delete(token),
  };
}

/** A person without accounts: every tool is listed, and each call says what is missing. */
function emptyDeps(home: string) {
  const policy = new AccessPolicy({
    home,
    log: openLog(home),
    secrets: new Map(),
    keychain: false,
    dotEnvs: new Map(),
    client: "test",
    tray: false,
  } as unknown as ConstructorParameters<typeof AccessPolicy>[0]);
  return { policy, checkSettings: async () => undefined, wrote: () => undefined, toolsMayDiffer: () => undefined };
}
