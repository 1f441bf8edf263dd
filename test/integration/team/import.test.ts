import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { OffBoarding } from "#team/people/off-boarding";
import { PeopleRepository } from "#team/people/people-repository";
import { openLibsql } from "#team/store/libsql";
import { openTeamStore } from "#team/store/open";
import { type FakeKimai, startFakeKimai } from "../../fakes/kimai";

const script = resolve(import.meta.dirname, "../../../out/mcp-server/index.js");
let kimai: FakeKimai;
let folder: string;

beforeAll(async () => {
  kimai = await startFakeKimai();
});
afterAll(() => kimai.close());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "pc-import-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // As the first start of the server leaves it.
  await (await openTeamStore({ dataFolder: join(folder, "data") })).close();
});

const usersFile = (users: unknown, mode = 0o600) => {
  const file = join(folder, "users.json");
  writeFileSync(file, typeof users === "string" ? users : JSON.stringify(users, null, 2));
  chmodSync(file, mode);
  return file;
};
const entry = (token: string, more: object = {}) => ({ kimai_url: kimai.url, kimai_token: token, ...more });

/** The built command as an operator runs it. */
async function runImport(args: string[], env: NodeJS.ProcessEnv = {}) {
  const options = ["--public-url", "https://time.example.org", "--data", join(folder, "data")];
  const address = ["--service-address", new URL(kimai.url).host];
  const child = spawn(process.execPath, [script, "import", ...args, ...options, ...address], {
    env: { PATH: process.env.PATH, HOME: folder, ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
  const code = await new Promise((done) => child.once("close", done));
  const kept = existsSync(join(folder, "data")) ? readdirSync(join(folder, "data")) : [];
  const data = kept.map((name) => readFileSync(join(folder, "data", name), "latin1"));
  kimai.assertTokensOnlyInAuthorization(output, ...data);
  return { code, lines: output.trim().split("\n") };
}

async function inStore<T>(work: (people: PeopleRepository, database: Awaited<ReturnType<typeof openLibsql>>) => T) {
  const database = await openLibsql(join(folder, "data", "team.db"));
  try {
    return await work(new PeopleRepository(database, Date.now), database);
  } finally {
    await database.close();
  }
}
const accounts = () =>
  inStore((_people, database) =>
    database.all("SELECT email, service, url FROM accounts JOIN people ON people.id = person_id ORDER BY email"),
  );

test("without --yes it tells what it would do, and nobody is there afterward", async () => {
  const { code, lines } = await runImport([
    usersFile({ john: entry(kimai.tokens.user, { email: "john@example.org" }) }),
  ]);
  const { host } = new URL(kimai.url);
  expect(lines).toEqual([
    `john: would connect john@example.org, new here, to Kimai · ${host} as John Doe`,
    "Nothing was changed. Do it with --yes.",
  ]);
  expect(code).toBe(0);
  expect(await inStore((people) => people.list())).toEqual([]);
});

test("people get their account and an invitation, and a second run changes nothing", async () => {
  const users = {
    _comment: "the team in Vienna",
    "john-doe-8f31c2": entry(kimai.tokens.user, { email: "John@Example.org", auth_secret: "canary-secret-1" }),
    anna: entry(kimai.tokens.admin, { oidc_identity: "anna@example.org", ssl_verify: false }),
    tony: entry(kimai.tokens.teamlead, { oidc_identity: "00u1abcd" }),
  };
  const file = usersFile(users, 0o644);
  const { code, lines } = await runImport([file, "--group", "designers", "--yes"]);
  const { host } = new URL(kimai.url);
  const links = lines.filter((line) => /: https:\/\/time\.example\.org\/invitation#[\w-]{20,}$/.test(line));
  expect(links.map((line) => line.split(":")[0])).toEqual([
    "john@example.org",
    "anna@example.org",
    "tony_teamlead@example.com",
  ]);
  expect(lines.filter((line) => !links.includes(line))).toEqual([
    `note: others on this machine can read ${file}, and the tokens in it.`,
    "note: anna: ssl_verify is not used, certificates are always checked here (NODE_EXTRA_CA_CERTS).",
    "The group designers is new: it may do what the company allows.",
    `john-doe-8f31c2: connected john@example.org to Kimai · ${host} as John Doe`,
    `anna: connected anna@example.org to Kimai · ${host} as Anna Smith`,
    `tony: connected tony_teamlead@example.com (the address that the service tells) to Kimai · ${host} as Tony Maier`,
    "Each link works once, for 7 days: send it to its person alone.",
    `Tokens stood in ${file} in plain: delete it, and consider new ones at the service.`,
  ]);
  expect(code).toBe(0);
  const { url } = kimai;
  const kept = ["anna@example.org", "john@example.org", "tony_teamlead@example.com"].map((email) => ({
    ...{ email, service: "kimai", url },
  }));
  expect(await accounts()).toEqual(kept);
  const people = await inStore((all) => all.list());
  expect(people.map(({ status, isAdmin, group }) => [status, isAdmin, group === null])).toEqual(
    people.map(() => ["invited", false, false]),
  );
  const again = await runImport([file, "--yes"]);
  expect(again.lines.filter((line) => line.includes("is connected to"))).toHaveLength(3);
  expect(again.lines.some((line) => line.includes("/invitation#"))).toBe(false);
  expect([again.code, await accounts()]).toEqual([0, kept]);
});

test("with the company's sign-in nobody needs an invitation", async () => {
  const oidc = { PUNCHCARD_OIDC_ISSUER: "https://login.example.org", PUNCHCARD_OIDC_CLIENT_ID: "punchcard" };
  const file = usersFile({ john: entry(kimai.tokens.user, { email: "john@example.org" }) });
  const { code, lines } = await runImport([file, "--yes"], oidc);
  expect([code, lines.filter((line) => line.includes("/invitation#"))]).toEqual([0, []]);
  expect(await accounts()).toHaveLength(1);
});

test("what cannot be taken over is told by name, and the rest is", async () => {
  await runImport([usersFile({ gone: entry(kimai.tokens.super, { email: "gone@example.org" }) }), "--yes"]);
  await inStore(async (people, database) => {
    const found = await people.findByEmail("gone@example.org");
    await new OffBoarding(database, Date.now, []).remove(found?.id ?? "", "operator");
    await database.run("DELETE FROM accounts");
  });
  const file = usersFile({
    gone: entry(kimai.tokens.super, { email: "gone@example.org" }),
    wrong: entry("canary-no-such-token", { email: "wrong@example.org" }),
    none: { kimai_url: kimai.url },
    inside: { kimai_url: "https://169.254.169.254/latest", kimai_token: "canary-2", email: "inside@example.org" },
    john: entry(kimai.tokens.user, { email: "john@example.org" }),
    twice: entry(kimai.tokens.admin, { email: "john@example.org" }),
  });
  const { code, lines } = await runImport([file, "--yes"]);
  const told = (name: string) => lines.filter((line) => line.includes(`${name}: `)).join("\n");
  expect(told("gone")).toContain("gone@example.org was removed here; invite them first");
  expect(told("wrong")).toMatch(/not taken over: wrong: Kimai does not accept the credential: .* disabled\.$/);
  expect(told("none")).toContain("not taken over: none: it has no token");
  expect(told("inside")).toBe("not taken over: inside: The company does not allow this address.");
  expect(told("twice")).toContain(
    `not taken over: twice: john@example.org stands in the file twice with ${kimai.url}.`,
  );
  expect(lines.join("\n")).not.toContain("canary");
  expect(lines.at(-1)).toBe("punchcard: Not everybody was taken over: see above.");
  expect(code).toBe(1);
  expect(await accounts()).toEqual([{ email: "john@example.org", service: "kimai", url: kimai.url }]);
});

test.each([
  ["no file", [], 2, "import takes the path of one users.json"],
  ["a file that is not there", ["/no/such/users.json"], 1, "There is no file /no/such/users.json."],
  ["an option of the other server", ["--users-config", "users.json"], 2, "punchcard-mcp import FILE"],
])("%s is told with an exit code", async (_name, args, code, said) => {
  const done = await runImport(args);
  expect([done.code, done.lines.join("\n").includes(said)]).toEqual([code, true]);
});

test.each([
  ["broken", '{"john": {"kimai_token": "canary-4711"', "is not JSON"],
  ["hollow", "{}", "There is nobody in"],
])("a %s file is told without its text", async (_name, text, said) => {
  const { code, lines } = await runImport([usersFile(text), "--yes"]);
  expect([code, lines.join("\n").includes(said), lines.join("\n").includes("canary")]).toEqual([1, true, false]);
});
