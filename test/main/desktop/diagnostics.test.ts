import { expect, test } from "vitest";
import { noPolicy, type PolicyState } from "#core/domain/company-policy/index";
import { accountSettings, emptySettings } from "#core/platform/settings";
import { AppFailure } from "#main/app/failure";
import { type DiagnosticsDeps, reportText, runChecks } from "#main/desktop/diagnostics";
import { translator } from "#main/locales/index";
import { FakeKeychain } from "../fixtures";

function deps(more: Partial<DiagnosticsDeps> = {}): DiagnosticsDeps {
  const settings = emptySettings();
  settings.accounts.push(
    accountSettings.parse({
      id: "kimai-1",
      service: "kimai",
      label: "Kimai · kimai.secret-corp.example",
      url: "https://kimai.secret-corp.example",
    }),
  );
  const failure = {
    code: "offline",
    message: "kimai.secret-corp.example did not answer Ada Example.",
    saved: "no" as const,
    next: "Ask ada@secret-corp.example.",
  };
  return {
    keychain: new FakeKeychain(),
    core: {
      server: { inspect: async () => ({ startMilliseconds: 140, tools: ["a", "b"] }) },
      facts: {
        read: async () => undefined,
        last: () => ({ failure, took: 120 }),
        of: () => ({ person: { id: "7", name: "Ada Example" } }) as never,
      },
      settings: { get: () => settings, problem: () => null },
      company: () => noPolicy,
      t: () => translator("en"),
    },
    tray: true,
    presence: () => ({ idle: true, lock: false, sleep: true }),
    shortcuts: () => ({ by: "system", list: [] }),
    platform: "linux",
    proxies: () => ({ by: "nobody", proxies: [], refused: [] }),
    clients: {
      list: async () => [{ label: "Cursor", state: "needs_update" }] as never,
      launcher: async () => ({ path: "/home/ada/.punchcard/bin/punchcard-mcp", isThere: false, usesProgram: true }),
    },
    log: () => undefined,
    system: { punchcard: "0.1.0" },
    ...more,
  };
}
const verdicts = async (more: Partial<DiagnosticsDeps> = {}) =>
  Object.fromEntries((await runChecks(deps(more))).map(({ id, verdict }) => [id, verdict]));

test("each part is checked and says how it is", async () => {
  expect(await verdicts()).toEqual({
    keychain: "ok",
    server: "ok",
    "account:kimai-1": "problem",
    tray: "note",
    presence: "note",
    shortcuts: "ok",
    proxy: "ok",
    launcher: "note",
    clients: "problem",
    settings: "ok",
  });
});

test("what this desktop does not tell of its person is said by name", async () => {
  const said = async (idle: boolean, lock: boolean, sleep: boolean) =>
    (await runChecks(deps({ presence: () => ({ idle, lock, sleep }) }))).find(({ id }) => id === "presence");
  expect(await said(true, false, true)).toMatchObject({
    verdict: "note",
    message: "Noticed here: idle time, sleep. Not told by this desktop: locking",
  });
  expect(await said(true, true, true)).toMatchObject({ verdict: "ok" });
  expect((await said(false, false, false))?.message).toContain("cannot ask when you come back");
});

test("the proxy is told with who names it, and what cannot be used is a problem; the report names no proxy", async () => {
  const said = async (use: Partial<ReturnType<DiagnosticsDeps["proxies"]>>) => {
    const all = deps({ proxies: () => ({ by: "system", proxies: [], refused: [], ...use }) });
    const checks = await runChecks(all);
    return { ...checks.find(({ id }) => id === "proxy"), report: reportText(checks, all, "") };
  };
  expect(await said({ by: "nobody" })).toMatchObject({ verdict: "ok", message: "Services are reached directly" });
  const used = await said({ proxies: ["proxy.secret-corp.example:3128"] });
  expect(used).toMatchObject({
    verdict: "ok",
    message: expect.stringContaining("proxy.secret-corp.example:3128, from"),
  });
  const refused = await said({ refused: ["SOCKS5 socks.secret-corp.example:1080"] });
  expect(refused).toMatchObject({ verdict: "problem", message: expect.stringContaining("SOCKS5 socks") });
  for (const { report } of [used, refused]) expect(report).not.toContain("secret-corp");
});

test("an AI client that starts a server of its own, because the launcher cannot be used, is told with why", async () => {
  const { clients } = deps();
  const said = async (isThere: boolean, usesProgram: boolean) => {
    const launcher = async () => ({ path: "C:\\P\\Punchcard.exe", isThere, usesProgram });
    return (await runChecks(deps({ clients: { ...clients, launcher } }))).find(({ id }) => id === "launcher");
  };
  expect(await said(true, true)).toMatchObject({ verdict: "ok", message: "In C:\\P\\Punchcard.exe" });
  expect(await said(true, false)).toMatchObject({
    verdict: "note",
    message: expect.stringMatching(/Punchcard\.exe\. The launcher's program is missing or was kept from starting/),
  });
  expect(await said(false, true)).toMatchObject({ message: expect.stringContaining("Not written yet") });
});

test("what is broken is a problem with its reason, and the other checks go on", async () => {
  const keychain = new FakeKeychain();
  keychain.broken = true;
  const down = new AppFailure({ code: "server_down", message: "It did not start.", saved: "no", next: "See the log." });
  const core = { ...deps().core, server: { inspect: () => Promise.reject(down) } };
  const checks = await runChecks(deps({ keychain, core, tray: false }));
  expect(checks[0]).toMatchObject({ verdict: "problem", message: "No keychain is running.", next: "Start one." });
  expect(checks[1]).toMatchObject({
    id: "server",
    verdict: "problem",
    message: "It did not start.",
    next: "See the log.",
  });
  expect(reportText(checks, deps({ keychain, core, tray: false }), "")).toContain("It did not start. See the log.");
  expect(checks.find(({ id }) => id === "tray")?.message).toContain("no tray");
  expect(checks.at(-1)).toMatchObject({ id: "settings", verdict: "ok" });
});

test("what is copied has the findings but no name, address, host or home", async () => {
  const all = deps();
  const text = reportText(await runChecks(all), all, "2026-11-19T10:12:00Z");
  expect(text).toContain("OK      server: Starts and offers 2 tools (140 ms)");
  expect(text).toContain("PROBLEM account:");
  for (const word of ["Ada", "ada@", "secret-corp", "kimai-1"]) expect(text).not.toContain(word);
});

test("a company's policy is named with its place, and one that is broken is a problem with its line", async () => {
  const place = "/etc/punchcard/policy.json";
  const checked = async (state: PolicyState) => {
    const base = deps();
    const checks = await runChecks({ ...base, core: { ...base.core, company: () => state } });
    return checks.filter(({ id }) => id === "policy");
  };
  expect(await checked(noPolicy)).toEqual([]);
  expect(await checked({ kind: "bound", place, policy: {} })).toMatchObject([
    { verdict: "note", message: expect.stringContaining(place) },
  ]);
  const broken = await checked({ kind: "broken", place, problem: "line 3: unknown key" });
  expect(broken).toMatchObject([{ verdict: "problem", message: expect.stringContaining("line 3: unknown key") }]);
});
