import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AccessPolicy } from "#core/access/access-policy";
import { toolNames } from "#core/access/tool-rules";
import { digestOf } from "#core/confirmation/confirm-token";
import { cells, levels } from "#core/domain/permission-cells";
import { clientLimits, profileNames } from "#core/domain/permission-profiles";
import { openLog } from "#core/platform/log";
import { ToolCatalog } from "#server/tool-catalog";
import { openToolSession } from "../../../fakes/tool-session";
import * as fc from "../../../property";

const names = (policy: AccessPolicy) => new ToolCatalog(policy).offered().map(({ name }) => name);

test("what is not offered is refused when it is called, whatever the settings", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...profileNames),
      fc.constantFrom(...clientLimits),
      fc.dictionary(fc.constantFrom(...cells), fc.constantFrom(...levels)),
      fc.dictionary(fc.constantFrom(...toolNames), fc.boolean()),
      async (profile, limit, own, tools) => {
        const { policy, call, memory } = openToolSession({ profile, limit, permissions: { cells: own, tools } });
        const offered = names(policy);
        for (const name of toolNames.filter((one) => !offered.includes(one))) {
          const answer = await call(name, { ids: ["1"] });
          expect(answer.data).toMatchObject({ error: { code: "permission" } });
        }
        expect(memory.writes).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});

test("what the service refuses is learned, kept for the next process, and no longer offered", async () => {
  const refused = { "timer.create": "your role may not", "time.create": "your role may not" };
  const { policy, call, home, loaded } = openToolSession({ facts: { refused } });
  expect(names(policy)).toContain("clock_in");
  await call("get_account");
  expect(names(policy)).not.toContain("clock_in");
  expect((await call("clock_in", { project: "Website care" })).data).toMatchObject({ error: { code: "permission" } });
  const next = new AccessPolicy({ home, log: openLog(home), client: "test", tray: false });
  next.use(loaded);
  expect(names(next)).not.toContain("clock_in");
});

test("an exception that nobody expected tells the model nothing of itself, and the log everything", async () => {
  const { call, memory, home } = openToolSession();
  memory.failNext = new TypeError("upstream body: <html>canary</html>");
  const answer = await call("clock_in", { project: "Website care", activity: "Bugs" });
  expect(answer.data).toMatchObject({ error: { code: "internal", saved: "unknown", detail: expect.any(String) } });
  expect(JSON.stringify(answer)).not.toContain("canary");
  expect(readFileSync(join(home, "log/server.log"), "utf8")).toContain("canary");
});

test("the tray is bound by no profile and is asked nothing", async () => {
  const { catalog, call } = openToolSession({ tray: true, profile: "look", limit: "nothing" });
  expect(catalog.offered()).toHaveLength(toolNames.length);
  expect((await call("clock_in", { project: "Website care", activity: "Bugs" })).isError).toBe(false);
});

test("a confirmation is bound to every argument and not to their order", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.jsonValue(), (input, key, value) => {
      fc.pre(!["confirm", "account"].includes(key) && JSON.stringify(input[key]) !== JSON.stringify(value));
      const act = { tool: "log_time", account: "a", input };
      const shuffled = Object.fromEntries(Object.entries(input).reverse());
      expect(digestOf({ ...act, input: shuffled })).toBe(digestOf(act));
      expect(digestOf({ ...act, input: { ...input, [key]: value } })).not.toBe(digestOf(act));
      expect(digestOf({ ...act, account: "b" })).not.toBe(digestOf(act));
    }),
  );
});
