import { expect, onTestFinished, test } from "vitest";
import { openToolSession, thursday } from "../../../../fakes/tool-session";
import { setup } from "../../../core/services/calamari/setup";

async function session(answers?: ("yes" | "no")[]) {
  const calamari = await setup("nora", { now: thursday });
  onTestFinished(calamari.close);
  const more = answers ? { answers, permissions: { cells: { "timer.update": "ask" as const } } } : {};
  return { ...openToolSession({ service: calamari.service, ...more }), calamari: calamari.calamari };
}

test("take_break takes the type of break by its name, and Calamari gets its number", async () => {
  const { call, calamari } = await session();
  expect((await call("clock_in")).isError).toBe(false);
  const [, second] = calamari.state.breakTypes;
  const { isError, text } = await call("take_break", { type: second?.name.toLowerCase() });
  expect(isError, text).toBe(false);
  expect(calamari.state.shifts.at(-1)?.breaks).toMatchObject([{ to: null, breakType: second?.id }]);
});

test("a type of break that there is not is told with those there are, and nothing is sent", async () => {
  const { call, calamari } = await session();
  await call("clock_in");
  const { isError, data, text } = await call("take_break", { type: "Siesta by the sea" });
  expect(isError).toBe(true);
  expect(data).toMatchObject({ error: { code: "unknown", saved: "no" } });
  // find_work finds no breaks; each type is named once.
  expect(text).not.toContain("find_work");
  expect(text.split('"Lunch"')).toHaveLength(2);
  expect(text).not.toContain("- Lunch");
  expect(calamari.count(/break-start/)).toBe(0);
  expect(await call("take_break", { resume: true, type: "Lunch" })).toMatchObject({
    isError: true,
    data: { error: { code: "argument" } },
  });
});

test("who is asked about a break reads of which type it will be", async () => {
  const { call, calamari, questions } = await session(["yes"]);
  await call("clock_in");
  const [first] = calamari.state.breakTypes;
  expect((await call("take_break", { type: `#${first?.id}` })).isError).toBe(false);
  expect(questions.flat().join()).toContain(first?.name);
});

test("where a break is a break, its type is no parameter", async () => {
  const { call, memory } = openToolSession();
  await call("clock_in", { project: "Website relaunch", activity: "Design" });
  expect(await call("take_break", { type: "Lunch" })).toMatchObject({ isError: true });
  expect(memory.writes).toEqual(["start"]);
});
