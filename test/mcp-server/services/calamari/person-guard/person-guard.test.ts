import { afterEach, describe, expect, it } from "vitest";
import { callMay } from "../../../../../mcp-server/platform/call-context";
import { buildResources } from "../../../../../mcp-server/server/resources";
import { calamari } from "../../../../../mcp-server/services/calamari/descriptor";
import { tools } from "../../../../../mcp-server/tools";
import { people, seedState } from "../../../../fakes/calamari/seed";
import { openToolSession } from "../../../../fakes/tool-session";
import { type Setup, setup } from "../setup";
import { marksOfOthers, namesOfIda, type Probe, probes, recordProbes, setStage, values } from "./probes";

/**
 * A key of Calamari opens the whole company (calamari-api.md §1.1). These tests sit where an AI client sits, with the real
 * core of the server and the real adapter, try every parameter of every tool, and look at what was sent.
 */

let open: Setup | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

/** What a client may, and whether it is the app itself. */
type Stance = Pick<NonNullable<Parameters<typeof openToolSession>[0]>, "profile" | "limit" | "tray" | "permissions">;
async function opened(stance: Stance) {
  const s = await setup("nora", { seed: (state) => setStage(state) }, { may: callMay });
  open = s;
  const answers = Array.from({ length: 50_000 }, () => "yes" as const);
  const session = openToolSession({ service: s.service, answers, ...stance });
  await session.call("get_account");
  const again = (tool?: string) => {
    const { shifts, absences, corrections, projects, employees, teams } = seedState();
    Object.assign(s.calamari.state, { shifts, absences, corrections, projects, employees, teams });
    setStage(s.calamari.state, tool !== "clock_in");
    s.calamari.requests.length = 0;
  };
  const records = async (): Promise<Probe[]> => {
    const types = calamari.records;
    const infos = await Promise.all(types.map((type) => s.service.records?.describe(type)));
    return infos.flatMap((info) => (info ? recordProbes(info) : []));
  };
  return { s, session, again, records, nora: people.nora };
}

/** What people write is theirs to send; everything else that names somebody is a question about them. */
const freeText = ["description", "comment", "reason", "content", "name", "substitute"];
const namesSent = (body: string) => {
  const read = (body ? JSON.parse(body) : {}) as Record<string, unknown>;
  return JSON.stringify(Object.fromEntries(Object.entries(read).filter(([name]) => !freeText.includes(name))));
};

/** Marks of others in an answer that the client did not say itself. */
const leaked = (answer: string, args: object) => {
  const said = JSON.stringify(args).toLowerCase();
  return marksOfOthers.filter((mark) => answer.includes(mark) && !said.includes(mark.toLowerCase()));
};

describe.each([
  ["a client with the profile look", { profile: "look" }],
  ["a client with the profile track", { profile: "track" }],
  [
    "a client that may no more than track, of an account that may everything",
    { profile: "everything", limit: "track" },
  ],
  ["the app's own window, of an account with the profile track", { profile: "track", tray: true }],
] as const satisfies [string, Stance][])("%s", (_who, stance) => {
  it("reaches nobody else by any parameter of any tool", { timeout: 300_000 }, async () => {
    const { s, session, again, records, nora } = await opened(stance);
    const all = [...probes(), ...(await records())];
    const wrong: string[] = [];
    const done = new Map<string, number>();
    for (const { tool, args } of all) {
      again(tool);
      const { text, data, isError } = await session.call(tool, args);
      const what = `${tool} ${JSON.stringify(args)}`;
      for (const asked of s.calamari.othersAskedFor(nora)) wrong.push(`${what}\n  asked ${asked}`);
      for (const { path, body } of s.calamari.requests) {
        const sent = `${path} ${namesSent(body)}`.toLowerCase();
        const named = marksOfOthers.filter((mark) => mark.length > 5 && sent.includes(mark.toLowerCase()));
        if (named.length > 0) wrong.push(`${what}\n  sent ${path} ${body}`);
      }
      for (const mark of leaked(text + JSON.stringify(data), args)) wrong.push(`${what}\n  told ${mark}: ${text}`);
      if (!isError) done.set(tool, (done.get(tool) ?? 0) + 1);
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    // It is the guard that kept others out, not calls that never worked.
    const offered = session.catalog.offered().map(({ name }) => name);
    // The app is offered also what Calamari has not.
    const lacking = "tray" in stance ? ["update_absence"] : [];
    for (const name of offered) if (!lacking.includes(name)) expect(done.get(name) ?? 0, name).toBeGreaterThan(0);
    expect(all.length).toBeGreaterThan(1_500);
    expect(s.calamari.unknownMembers()).toEqual([]);
  });

  it("reads files by address about its own person only", async () => {
    const { s, session, again, nora } = await opened(stance);
    const resources = buildResources(session.policy, async () => ({ content: [] }));
    const caller = {
      ...{ signal: new AbortController().signal, name: "test", canAsk: true, waits: true },
      progress: () => undefined,
      since: async () => null,
      answered: async () => "yes" as const,
    };
    const days = "2026-11-01/2026-12-31";
    const addresses = (account: string, more = "") => [
      `punchcard://entries/${account}/${days}.csv${more}`,
      `punchcard://entries/${account}/${days}.ics${more}`,
      `punchcard://absences/${account}/${days}.ics${more}`,
      `punchcard://report/${account}/${days}/person.csv${more}`,
      `punchcard://report/${account}/${days}/day,person.csv${more}`,
    ];
    const tried = [
      ...addresses("kimai-1"),
      ...values.flatMap((value) => [
        ...addresses(encodeURIComponent(value)),
        ...addresses("kimai-1", `?people=${encodeURIComponent(value)}`),
        `punchcard://report/kimai-1/${days}/${encodeURIComponent(value)}.csv`,
      ]),
    ];
    let read = 0;
    for (const uri of tried) {
      again();
      const answer = await resources.read(uri, caller).catch((error: Error) => error.message);
      if (typeof answer !== "string") read += 1;
      expect(s.calamari.othersAskedFor(nora), uri).toEqual([]);
      expect(leaked(JSON.stringify(answer), { uri }), uri).toEqual([]);
    }
    expect(read).toBeGreaterThanOrEqual(5);
  });
});

describe("a client with the profile manage", () => {
  it("reaches others, and each answer about one of them says whose it is", { timeout: 120_000 }, async () => {
    const { s, session, again, records } = await opened({ profile: "manage" });
    const aboutIda = (probe: Probe) => namesOfIda.some((name) => JSON.stringify(probe.args).includes(name));
    const reached = new Set<string>();
    const nameless: string[] = [];
    for (const { tool, args } of [...probes(), ...(await records())].filter(aboutIda)) {
      again(tool);
      const { text, data, isError } = await session.call(tool, args);
      const ida = s.calamari.requests.some(({ body }) => {
        const { employee, employees, person } = (body ? JSON.parse(body) : {}) as Record<string, unknown>;
        return [employee, employees, person].flat().some((one) => String(one).toLowerCase() === people.ida);
      });
      // What is clocked in like an entry of hers is the own person's.
      if (!ida || isError || tool === "clock_in") continue;
      reached.add(tool);
      const hers = (answer: string) => /\bida\b/i.test(answer);
      if (!hers(text) || !hers(JSON.stringify(data))) nameless.push(`${tool} ${JSON.stringify(args)}\n  ${text}`);
    }
    expect(nameless.slice(0, 20)).toEqual([]);
    for (const tool of ["list_time", "report_time", "log_time", "list_absences", "get_leave_balance", "list_records"])
      expect([...reached], tool).toContain(tool);
  });

  it.each([
    ["list_time", { period: "2026-11", people: ["everyone"] }, /Idas-secret-work/],
    ["report_time", { period: "2026-11", people: ["everyone"], by: ["person"] }, /Ida Berg.*Jan Nowak/s],
    ["list_absences", { period: "2026-12", people: ["everyone"] }, /Ida Berg.*Jan Nowak/s],
    ["list_records", { type: "person" }, /ida\.berg@.*jan\.nowak@/s],
    ["find_work", { levels: ["person"] }, /Ida Berg/],
  ] as const)("%s tells of everybody by name", async (tool, args, said) => {
    const { session } = await opened({ profile: "manage" });
    const { text, isError } = await session.call(tool, args);
    expect(isError, text).toBe(false);
    expect(text).toMatch(said);
  });

  it("reaches nobody any more once its person takes that back, though their names were read before", async () => {
    const { s, session, again, nora } = await opened({ profile: "manage" });
    expect((await session.call("list_records", { type: "person" })).text).toMatch(/Ida Berg/);
    expect((await session.call("list_time", { period: "2026-11", people: ["Ida"] })).isError).toBe(false);
    const permissions = { ...session.account.permissions, profile: "track" as const };
    session.policy.use({ ...session.loaded, accounts: [{ ...session.account, permissions }] });
    for (const { tool, args } of [
      { tool: "list_records", args: { type: "person" } },
      { tool: "list_time", args: { period: "2026-11", people: ["Ida"] } },
      { tool: "delete_time", args: { ids: [`2026-11-18.701.${people.ida}`] } },
    ]) {
      again();
      const { text, isError } = await session.call(tool, args);
      expect(isError, text).toBe(true);
      expect(s.calamari.othersAskedFor(nora)).toEqual([]);
      expect(leaked(text, args)).toEqual([]);
    }
  });
});

describe("a client that may one thing more than track", () => {
  const directory = "employees/v1|people/v2";
  it.each([
    ["others_time.read", `timesheetentries/v1/(find|balance)|holiday|${directory}`],
    ["others_absence.read", `leave/|holiday|status/v1/get-current-for-all|${directory}`],
    ["team.read", "nothing"],
    ["leave_account.create", `entitlement-balance/(get|create)|${directory}`],
  ] as const)("%s, asks about others for that alone", { timeout: 120_000 }, async (cell, allowed) => {
    const { s, session, again, records, nora } = await opened({
      profile: "track",
      permissions: { cells: { [cell]: "allow" } },
    });
    const named = [people.ida, "everyone", `#${people.ida.toUpperCase()}`];
    const tried = [...probes(), ...(await records())].filter(({ args }) =>
      named.some((name) => JSON.stringify(args).includes(`"${name}"`) || JSON.stringify(args).includes(`.${name}"`)),
    );
    const asked = new Set<string>();
    for (const { tool, args } of tried) {
      again(tool);
      await session.call(tool, args);
      for (const one of s.calamari.othersAskedFor(nora)) asked.add(one.split(" ").slice(0, 2).join(" "));
    }
    expect([...asked].filter((one) => !new RegExp(allowed).test(one))).toEqual([]);
    expect(asked.size > 0).toBe(allowed !== "nothing");
  });
});

it("tries every parameter of every tool", () => {
  const tried = probes();
  for (const { name, input } of tools)
    for (const [parameter, { rows }] of Object.entries(input)) {
      const own = tried.filter(({ tool, args }) => tool === name && parameter in args);
      expect(own.length, `${name} ${parameter}`).toBeGreaterThan(0);
      for (const member of Object.keys(rows ?? {})) {
        const inRows = own.filter(({ args }) => (args[parameter] as object[]).some((row) => member in row));
        expect(inRows.length, `${name} ${parameter} ${member}`).toBeGreaterThan(0);
      }
    }
});
