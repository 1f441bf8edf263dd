import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";

/** The one list and the way to the adapter: all that a fifth service is added to. */
vi.mock(import("#core/service-catalog/index"), async (original) => {
  const { toy } = await import("../../../fakes/toy-service/descriptor");
  const { services } = await original();
  return { services: [...services, toy] as unknown as typeof services };
});
vi.mock(import("#core/services/adapters"), async (original) => {
  const { adapters } = await original();
  return { adapters: Object.assign(adapters, { toy: () => import("../../../fakes/toy-service/open") }) };
});

const { Account, headlessAccounts } = await import("#core/access/account");
const { hasCell, kindsOf } = await import("#core/access/permission-matrix");
const { parseCommandLine, usage } = await import("#cli/command-line");
const { openLog } = await import("#core/platform/log");
const { parseSettings } = await import("#core/platform/settings");
const { draftAccount } = await import("#main/accounts/draft-account");
const { credentialPage } = await import("#main/windows/links");
const { serverEnvironment } = await import("#main/server/spawn");
const { contract } = await import("#main/ipc/contract/index");
const { openToolSession, thursday } = await import("../../../fakes/tool-session");

function home(): string {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-toy-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const settingsOf = (service: string) =>
  JSON.stringify({ version: 1, accounts: [{ id: "toy-1", service, label: "Toy · mia", user: "mia" }] });

test("settings with a fifth service are read, and those with an unknown one are not", () => {
  expect(parseSettings(settingsOf("toy"))).toMatchObject({ settings: { accounts: [{ service: "toy", user: "mia" }] } });
  expect(parseSettings(settingsOf("toys"))).toMatchObject({ problem: { kind: "corrupt" } });
});

test("the command line takes its options and variables, and tells of them", () => {
  const cwd = home();
  const toy = { service: "toy", user: "mia", secret: "k" };
  expect(parseCommandLine(["--toy-user", "mia", "--toy-key", "k"], {}, cwd).headless).toEqual([toy]);
  expect(parseCommandLine([], { TOY_USER: "mia", TOY_KEY: "k" }, cwd).headless).toEqual([toy]);
  expect(() => parseCommandLine(["--profile", "look"], {}, cwd)).toThrow(/--[a-z]+-[a-z]+ or --toy-user/);
  expect(usage).toContain("  --toy-user NAME        a Toy; TOY_USER\n");
  expect(usage).toMatch(/an? [A-Z]\w+ and a Toy may be used together/);
  const { accounts, secrets } = headlessAccounts([toy], "track");
  expect(accounts).toMatchObject([{ service: "toy", label: "Toy · mia", user: "mia" }]);
  expect([...secrets.values()]).toEqual(["k"]);
});

test("the app connects it by its own rule, opens its page, and keeps its variables from the server", () => {
  const deps = { home: home(), serviceName: () => "Toy", settings: { get: () => ({ accounts: [] }) } } as never;
  const draft = (user: string) =>
    draftAccount(contract["accounts:connect"].request.parse({ service: "toy", user, secret: "k" }), deps);
  expect(draft(" mia ")).toMatchObject({ service: "toy", user: "mia", label: "Toy · mia" });
  expect(() => draft(" ")).toThrow(expect.objectContaining({ message: "The player is missing." }));
  expect(credentialPage("toy" as never, undefined)).toBe("https://toy.example/lid");
  expect(serverEnvironment({ TOY_KEY: "k", PATH: "/bin" })).not.toHaveProperty("TOY_KEY");
});

test("its permissions are those of what it has", () => {
  expect(kindsOf("toy")).toEqual(expect.arrayContaining(["timer", "time", "project", "others_time"]));
  expect(kindsOf("toy")).not.toContain("tag");
  expect(hasCell("toy", "project.create")).toBe(true);
  expect(hasCell("toy", "project.update")).toBe(false);
});

test("an AI client is offered what it can do, and clocks in and out", async () => {
  const { accounts } = headlessAccounts([{ service: "toy", user: "mia" }], "track");
  const [settings] = accounts;
  if (!settings) throw new Error("no account");
  const folder = home();
  const secrets = new Map([[settings.id, "winning key"]]);
  const options = { home: folder, log: openLog(folder), now: () => thursday, secrets, keychain: false };
  const service = await new Account(settings, options).service();
  const { call, catalog } = openToolSession({ service });
  const names = catalog.offered().map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["clock_in", "clock_out", "log_time"]));
  const listed = JSON.stringify(catalog.offered().map(catalog.describe));
  expect(listed).toContain('"reopen"');
  const takeBreak = catalog.offered().find(({ name }) => name === "take_break");
  expect(takeBreak && catalog.takes(takeBreak)).not.toContain("type");

  const begun = await call("clock_in", { project: "marbles", text: "Sorting" });
  expect(begun).toMatchObject({ isError: false });
  expect(begun.text).toContain("Marbles");
  expect((await call("clock_out")).isError).toBe(false);
  const page = service.time.list({ from: "2026-11-19T00:00:00Z", to: "2026-11-20T00:00:00Z", people: "me" });
  for await (const { entries } of page)
    expect(entries).toMatchObject([
      { text: "Sorting", work: { project: { name: "Marbles" } }, end: expect.any(String) },
    ]);
});

test("what depends on a module of it is not offered before that is known", () => {
  const { service } = { service: { id: "toy" } as never };
  const offered = (unknown: boolean) => openToolSession({ service, unknown, profile: "look" }).catalog.offered();
  expect(offered(true).map(({ name }) => name)).not.toContain("list_absences");
  expect(offered(false).map(({ name }) => name)).toContain("list_absences");
});

test("a missing credential is answered with the way to give it", async () => {
  const { accounts } = headlessAccounts([{ service: "toy", user: "mia" }], "track");
  const [settings] = accounts;
  if (!settings) throw new Error("no account");
  const folder = home();
  const account = new Account(settings, { home: folder, log: openLog(folder), keychain: false });
  await expect(account.facts(new AbortController().signal, false)).rejects.toMatchObject({
    kind: "no_secret",
    next: "Set TOY_KEY, or give --toy-key.",
  });
});
