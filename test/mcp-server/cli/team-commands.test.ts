import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { run as audit } from "#cli/audit";
import { run as invite } from "#cli/invite";
import { run as remove } from "#cli/remove";
import { run as rotateKeys } from "#cli/rotate-keys";
import { run as serve } from "#cli/serve";
import { AuditLog } from "#team/audit/audit-log";
import { KeyRing } from "#team/keys/key-ring";
import { oneRotation } from "#team/keys/rotation-lease";
import { createVault } from "#team/keys/vault";
import { Invitations } from "#team/people/invitations";
import { PeopleRepository } from "#team/people/people-repository";
import { Sessions } from "#team/people/sessions";
import type { Database } from "#team/store/database";
import { openTeamStore } from "#team/store/open";
import { fastFolder } from "../../fakes/fast-folder";

type Run = (args: string[], env: NodeJS.ProcessEnv) => Promise<number>;

let folder: string;
let said: { out: string; err: string };
const url = ["--public-url", "https://time.example.org"];
beforeEach(async () => {
  folder = fastFolder("commands");
  // As a server that was started there leaves it.
  await inStore(async () => undefined);
  said = { out: "", err: "" };
  const listen = (stream: NodeJS.WriteStream, to: "out" | "err") =>
    vi.spyOn(stream, "write").mockImplementation((text) => {
      said[to] += text;
      return true;
    });
  listen(process.stdout, "out");
  listen(process.stderr, "err");
});
afterEach(() => vi.restoreAllMocks());
async function call(run: Run, ...args: string[]): Promise<number> {
  said = { out: "", err: "" };
  return run(args, { PUNCHCARD_DATA: folder });
}
async function inStore<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openTeamStore({ dataFolder: folder });
  return work(database).finally(() => database.close());
}
const person = (email: string) => inStore((database) => new PeopleRepository(database, Date.now).findByEmail(email));

test("commands create no store where no server has one, and say what is missing", async () => {
  for (const [run, ...args] of [
    [invite, "a@example.org", ...url],
    [remove, "a@example.org"],
    [audit],
    [rotateKeys],
  ] as [Run, ...string[]][]) {
    const empty = fastFolder("no-server");
    expect(await run(args, { PUNCHCARD_DATA: empty })).toBe(1);
    expect(said.err).toContain(`${empty} contains no team server. Start "punchcard-mcp serve" first`);
    expect(readdirSync(empty)).toEqual([]);
  }
});

test("invite prints a link that lets a new person in", async () => {
  const args = ["Marta@example.org", ...url, "--name", "Marta", "--group", "designers", "--admin"];
  expect(await call(invite, ...args)).toBe(0);
  expect(said.out).toContain("The group designers is new");
  const [, token = ""] = /^https:\/\/time\.example\.org\/invitation#([\w-]{43})$/m.exec(said.out) ?? [];
  expect(await inStore((database) => new Invitations(database, Date.now).look(token))).toMatchObject({
    email: "marta@example.org",
    name: "Marta",
    isAdmin: true,
    status: "invited",
  });
  const [group] = await inStore((database) => new PeopleRepository(database, Date.now).groups());
  expect((await person("marta@example.org"))?.group).toBe(group?.id);
});

test("invite changes what it is told of somebody who is there, and nothing else", async () => {
  await call(invite, "marta@example.org", ...url, "--name", "Marta", "--group", "designers");
  const before = await person("marta@example.org");
  await call(invite, "marta@example.org", ...url);
  expect(await person("marta@example.org")).toEqual(before);
  await call(invite, "marta@example.org", ...url, "--name", "M.", "--admin", "--group", "designers");
  expect(said.out).not.toContain("is new");
  expect(await person("marta@example.org")).toEqual({ ...before, name: "M.", isAdmin: true });
});

test.each([[[]], [["--again"]]])(
  "invite makes a new user of an address whose user was removed: %j",
  async (options) => {
    await call(invite, "marta@example.org", ...url, "--name", "Marta");
    const before = await person("marta@example.org");
    await inStore((database) =>
      database.run("INSERT INTO identities (issuer, subject, person_id, linked_at) VALUES ('i', 's', ?, 1)", [
        before?.id ?? "",
      ]),
    );
    expect(await call(invite, "marta@example.org", ...url, "--again")).toBe(2);
    await call(remove, "marta@example.org");
    expect(await call(invite, "marta@example.org", ...url, ...options)).toBe(0);
    expect(said.out.includes("sees nothing of theirs")).toBe(options.length === 0);
    const after = await person("marta@example.org");
    expect(after).toMatchObject({ status: "invited", isAdmin: false });
    expect(after?.id).not.toBe(before?.id);
    const identity = await inStore((database) => database.first("SELECT person_id AS id FROM identities"));
    expect(identity).toEqual({ id: options.length === 0 ? before?.id : after?.id });
  },
);

test("remove ends a person at once, whose name stays", async () => {
  await call(invite, "marta@example.org", ...url, "--admin");
  const found = await person("marta@example.org");
  const session = await inStore(async (database) => {
    await new PeopleRepository(database, Date.now).activate(found?.id ?? "");
    return new Sessions(database, Date.now).begin(found?.id ?? "", { method: "password", userAgent: "" });
  });
  expect(await call(remove, "MARTA@example.org")).toBe(0);
  expect(said.out).toContain("marta@example.org was removed.");
  expect(await person("marta@example.org")).toBeUndefined();
  expect(await inStore((database) => new Sessions(database, Date.now).find(session))).toBeUndefined();
});

test("rotate-keys seals with a new key, prepares one, and forgets", async () => {
  expect(await call(rotateKeys)).toBe(1);
  expect(said.err).toContain("the first start of serve makes one");
  const file = join(folder, "team.key");
  const vaultOf = async (database: Database) =>
    createVault(database, await KeyRing.open(database, file, Date.now), Date.now, "t");
  const sealed = await inStore(async (database) => (await vaultOf(database)).seal("server", "s", "r", 1, "secret"));
  expect(await call(rotateKeys, "--prepare")).toBe(0);
  expect(said.out).toContain("is not used yet");
  expect(await call(rotateKeys)).toBe(0);
  expect(said.out).toContain("1 keys of people and server were sealed with it");
  expect(said.out).toContain("Only older backups need them");
  expect(await call(rotateKeys, "--forget")).toBe(0);
  expect(said.out).toContain("They are gone.");
  expect(await inStore(async (database) => (await vaultOf(database)).open("server", "s", "r", 1, sealed))).toBe(
    "secret",
  );
});

test("rotate-keys waits for nobody, and says whose rotation it must not disturb", async () => {
  const file = join(folder, "team.key");
  await inStore((database) => KeyRing.open(database, file, Date.now));
  const before = readFileSync(file, "utf8");
  await inStore((database) =>
    oneRotation(database, Date.now, "page", async () => {
      for (const choice of [[], ["--prepare"], ["--forget"]]) {
        expect(await call(rotateKeys, ...choice)).toBe(1);
        expect(said).toEqual({
          out: "",
          err: expect.stringMatching(/^punchcard: The server \S+ has been rotating keys/),
        });
      }
    }),
  );
  expect(readFileSync(file, "utf8")).toBe(before);
  expect(await call(rotateKeys)).toBe(0);
});

test.each([
  ["invite without an address", invite, url, 2, "takes one e-mail address"],
  ["invite with two", invite, ["a@b.org", "c@d.org", ...url], 2, "takes one e-mail address"],
  ["invite without a public URL", invite, ["a@b.org"], 2, "--public-url (PUNCHCARD_PUBLIC_URL) is missing"],
  ["invite of no address", invite, ["marta", ...url], 1, "not an e-mail address"],
  ["remove without an address", remove, [], 2, "takes one e-mail address"],
  ["remove of nobody", remove, ["nobody@example.org"], 1, "No user has this address"],
  ["rotate-keys with both", rotateKeys, ["--prepare", "--forget"], 2, "--prepare or --forget"],
  ["an unknown option", remove, ["a@b.org", "--canary=canary"], 2, "--canary is not an option here"],
] as [string, Run, string[], number, string][])("refuses %s", async (_, run, args, code, why) => {
  expect(await call(run, ...args)).toBe(code);
  expect(said.err).toContain(why);
  expect(said.err.includes("Usage: punchcard-mcp")).toBe(code === 2);
  expect(said.out).toBe("");
});

test("each explains itself, and touches nothing then", async () => {
  const { rmSync } = await import("node:fs");
  rmSync(folder, { recursive: true });
  for (const run of [invite, remove, rotateKeys, serve]) {
    expect(await call(run, "--help")).toBe(0);
    expect(said.out).toMatch(/^Usage: punchcard-mcp (invite|remove|rotate-keys|serve)/);
  }
  expect(existsSync(folder)).toBe(false);
});

test("admins see who ran a command on the server's machine, and the link comes only once that is kept", async () => {
  const { hostname, userInfo } = await import("node:os");
  await call(invite, "marta@example.org", ...url);
  const found = await person("marta@example.org");
  await call(remove, "marta@example.org");
  const by = `cli:${userInfo().username}@${hostname()}`;
  expect(await inStore((database) => new AuditLog(database, () => undefined).adminActions(99, 9))).toMatchObject([
    { person: by, tool: "remove_person", ids: [found?.id] },
    { person: by, tool: "invite_person", ids: [found?.id], at: expect.closeTo(Date.now(), -5) },
  ]);
  await inStore((database) => database.run("DROP TABLE audit_head"));
  expect(await call(invite, "marta@example.org", ...url)).toBe(1);
  expect(said.out).not.toContain("/invitation#");
});

test("audit verifies and exports the log, and says where it is not whole", async () => {
  const event = { at: 1, person: "marta", client: "c", grant: "g", ids: [], outcome: "done", milliseconds: 1 };
  await inStore((database) => new AuditLog(database, () => undefined).add({ ...event, tool: "get_status" }));
  expect(await call(audit, "verify")).toBe(0);
  expect(said.out).toContain("1 lines");
  expect(await call(audit, "export")).toBe(0);
  expect(JSON.parse(said.out)).toMatchObject({ seq: 1, person: "marta", tool: "get_status" });
  await inStore((database) => database.run("UPDATE audit_lines SET line = replace(line, 'marta', 'piotr')"));
  expect(await call(audit, "verify")).toBe(1);
  expect(said.out).toContain("not whole at line 1");
  expect(await call(audit)).toBe(2);
  expect(await call(audit, "verify", "more")).toBe(2);
});
