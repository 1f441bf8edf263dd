import { describe, expect, it } from "vitest";
import { tools } from "#server/tools/index";
import { people } from "../../../../../fakes/calamari/seed";
import { namesOfIda, type Probe, probes } from "./probes";
import { leaked, opened } from "./stage";

/** What a client with more rights reaches of others; without any, see the files beside this. */

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
