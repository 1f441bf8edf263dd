import { describe, expect, it, onTestFinished } from "vitest";
import { callMay } from "#core/platform/call-context";
import { calamari } from "#core/service-catalog/calamari/descriptor";
import { buildResources } from "#server/resources/index";
import { people, seedState } from "../../../../../fakes/calamari/seed";
import { openToolSession } from "../../../../../fakes/tool-session";
import { setup } from "../setup";
import { marksOfOthers, type Probe, probes, recordProbes, setStage, values } from "./probes";

/**
 * A key of Calamari opens the whole company (calamari-api.md §1.1). These tests sit where an AI client sits, with the real
 * core of the server and the real adapter, try every parameter of every tool, and look at what was sent. A file for each
 * stance: one tries each value, and the others share the values, as these are thousands of calls.
 */

/** What a client may, and whether it is the app itself. */
export type Stance = Pick<
  NonNullable<Parameters<typeof openToolSession>[0]>,
  "profile" | "limit" | "tray" | "permissions"
>;
export async function opened(stance: Stance) {
  const s = await setup("nora", { seed: (state) => setStage(state) }, { may: callMay });
  onTestFinished(() => s.close());
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
export const leaked = (answer: string, args: object) => {
  const said = JSON.stringify(args).toLowerCase();
  return marksOfOthers.filter((mark) => answer.includes(mark) && !said.includes(mark.toLowerCase()));
};

/** Every third value that a parameter is tried with, from this one on, and at least one for each. */
function eachThird(all: readonly Probe[], from: number): Probe[] {
  const alike = new Map<string, Probe[]>();
  for (const probe of all) {
    const shape = `${probe.tool} ${JSON.stringify(probe.args).replace(/"[^"]*"(?!:)/g, "")}`;
    alike.set(shape, [...(alike.get(shape) ?? []), probe]);
  }
  return [...alike.values()].flatMap((some) => some.filter((_, index) => some.length < 3 || index % 3 === from));
}

/**
 * What a client without any right to others gets, whatever it tries.
 * @param third of the values, where another stance tries all of them
 */
export function reachesNobodyElse(who: string, stance: Stance, third?: 0 | 1 | 2): void {
  describe(who, () => {
    it("reaches nobody else by any parameter of any tool", { timeout: 300_000 }, async () => {
      const { s, session, again, records, nora } = await opened(stance);
      const every = [...probes(), ...(await records())];
      const all = third === undefined ? every : eachThird(every, third);
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
      expect(every.length).toBeGreaterThan(1_500);
      expect(all.length).toBeGreaterThan(500);
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
}
