import { expect, test } from "vitest";
import { toolNames } from "#core/access/tool-rules";
import { tools } from "#server/tools/index";
import { countAttempts } from "../../../fakes/hostile/attempts";
import { hostileCalls } from "../../../fakes/hostile/calls";
import { memoryRecords } from "../../../fakes/records";
import { openToolSession } from "../../../fakes/tool-session";

const audit = countAttempts("hostile-calls");

/** Orders that a client with every permission would get through. */
const real: Partial<Record<(typeof toolNames)[number], Record<string, unknown>>> = {
  clock_in: { project: "#10", activity: "#20" },
  log_time: { entries: [{ day: "yesterday", from: "9:00", duration: "1h", project: "#11", activity: "#21" }] },
  update_time: { changes: [{ id: "#50", text: "changed" }] },
  delete_time: { ids: ["#50"] },
  request_absence: { type: "Urlaub", first: "2026-12-21", last: "2026-12-22" },
  update_absence: { ids: ["#70"], action: "approve" },
  save_record: { type: "customer", records: [{ id: "#1", values: { budget: 5 } }] },
  delete_record: { type: "customer", ids: ["#2"] },
};

function deskWith(profile: "look" | "everything") {
  const desk = openToolSession({ profile, permissions: { cells: { "customer.delete": "ask" } } });
  const records = memoryRecords();
  Object.assign(desk.memory, { records });
  const begin = "2026-11-17T08:00:00Z";
  const end = "2026-11-17T09:00:00Z";
  desk.memory.entries.push({
    ...{ id: "50", begin, end, seconds: 3600, breakSeconds: 0, work: {}, text: "", tags: [] },
  });
  desk.memory.leave.absences.push({
    ...{ id: "70", status: "requested" as const, first: "2026-11-19", last: "2026-11-20", days: 2, seconds: null },
    ...{ type: { id: "holiday", name: "Urlaub" }, comment: "" },
  });
  return { ...desk, written: () => [...desk.memory.writes, ...records.sent.map(({ action }) => action)] };
}

test.each(toolNames)("%s writes nothing for a client that may only look, whatever it sends", async (tool) => {
  const { call, written } = deskWith("look");
  const takes = Object.keys(tools.find(({ name }) => name === tool)?.input ?? {});
  for (const args of hostileCalls(takes, real[tool] ?? {})) {
    const { data, text } = await call(tool, args);
    const { code } = (data.error ?? {}) as { code?: string };
    const got = [
      ...written(),
      ...(code === "internal" ? [text] : []),
      ...(text.length > 50_000 ? ["a huge answer"] : []),
    ];
    audit.attempt(`${tool} ${JSON.stringify(args).slice(0, 120)}`, got);
  }
});

test.each(["delete_time", "delete_record"] as const)(
  "%s does nothing without its person's yes, whatever is sent for one",
  async (tool) => {
    const { call, written } = deskWith("everything");
    const ids = tool === "delete_time" ? { all: true, period: "this week" } : real[tool];
    for (const confirm of ["", "yes", "true", "x".repeat(64), "0".repeat(32), " ", "__proto__", "confirm"]) {
      const { data } = await call(tool, { ...ids, confirm });
      audit.attempt(`${tool} with confirm ${confirm}`, written());
      expect(data).not.toHaveProperty("deleted");
    }
  },
);

test("the same orders are done where they are allowed, so that the guard and not the call is what fails", async () => {
  const { call, written } = deskWith("everything");
  await call("clock_in", real.clock_in);
  await call("log_time", real.log_time);
  expect(written()).toEqual(["start", "create"]);
});
