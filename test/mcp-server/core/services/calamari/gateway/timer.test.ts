import { afterEach, expect, test } from "vitest";
import { failureOf, setup } from "./setup";

let here: Awaited<ReturnType<typeof setup>>;
afterEach(() => here.close());

const shifts = () => here.gateway.state.shifts;

test("clocking in begins a shift now, and says that the begin is not confirmed", async () => {
  here = await setup();
  const started = await here.service.timer.start({ work: {} });
  expect(started.entry).toMatchObject({ begin: "2026-11-19T10:07:33Z", end: null, work: {} });
  expect(started.notes.join(" ")).toMatch(/Clocked in at \d\d:\d\d \(Europe\/Oslo\).*does not confirm/);
  expect(shifts()).toMatchObject([{ employee: 41, finished: null }]);
});

test("clocking in while a shift runs sends nothing", async () => {
  here = await setup();
  await here.service.timer.start({ work: {} });
  here.gateway.advance(3_600);
  const failure = await failureOf(here.service.timer.start({ work: {} }));
  expect(failure).toMatchObject({ kind: "conflict", saved: "no" });
  expect(here.tools().filter((tool) => tool === "clockIn")).toHaveLength(1);
});

test("clocking out ends the shift that runs", async () => {
  here = await setup();
  await here.service.timer.start({ work: {} });
  here.gateway.advance(3_600);
  const stopped = await here.service.timer.stop();
  expect(stopped).toMatchObject({
    entries: [],
    notes: [expect.stringMatching(/^Clocked out at 12:07 \(Europe\/Oslo\)/)],
  });
  expect(shifts()[0]?.finished).toBe(here.gateway.now());
});

test("clocking out without a shift leaves no entry of some seconds behind: nothing is sent, and that is said", async () => {
  here = await setup();
  const stopped = await here.service.timer.stop();
  expect(stopped.notes.join(" ")).toMatch(/do not seem to be clocked in.*Nothing was sent/);
  expect(shifts()).toEqual([]);
  expect(here.tools()).not.toContain("clockOut");
});

test("the look before it also counts on a Sunday, and in the last minute of a day", async () => {
  here = await setup({ now: "2026-11-22T22:59:20Z" });
  await here.service.timer.start({ work: {} });
  here.gateway.advance(20);
  expect((await here.service.timer.stop()).notes.join(" ")).toMatch(/do not seem|Clocked out/);
  here.gateway.state.shifts = [
    {
      ...(shifts()[0] as (typeof here.gateway.state.shifts)[0]),
      started: here.gateway.now() - 7_200_000,
      finished: null,
    },
  ];
  expect((await here.service.timer.stop()).notes.join(" ")).toMatch(/^Clocked out/);
});

test("another time, a project or a text is refused before anything is sent", async () => {
  here = await setup();
  const { timer } = here.service;
  await expect(timer.start({ work: {}, at: "2026-11-19T09:00:00Z" })).rejects.toThrow(/present only/);
  await expect(timer.stop("2026-11-19T09:00:00Z")).rejects.toThrow(/present only/);
  await expect(timer.start({ work: { project: "14" } })).rejects.toThrow(/no project/);
  await expect(timer.start({ work: {}, text: "x" })).rejects.toThrow(/no text/);
  expect(here.gateway.calls).toEqual([]);
});

test("status, breaks and taking back are refused in words, and nothing is asked for them", async () => {
  here = await setup();
  const { timer } = here.service;
  for (const asked of [timer.read(), timer.pause(), timer.resume(), timer.reopen("running")])
    expect(await failureOf(asked)).toMatchObject({ kind: "unsupported", next: expect.stringMatching(/API key/) });
  expect(here.gateway.requests).toEqual([]);
});

test("a clock-in whose answer was lost is looked for, not sent again", async () => {
  here = await setup();
  here.gateway.fail({ path: /"clockIn"/, times: 1, failure: { kind: "drop", afterEffect: true } });
  const started = await here.service.timer.start({ work: {} });
  expect(String(started.notes[0])).toMatch(/looked, and it was saved/);
  expect(shifts()).toHaveLength(1);
});

test("a page of HTML instead of an answer leaves open whether a clock-out happened", async () => {
  here = await setup();
  await here.service.timer.start({ work: {} });
  here.gateway.advance(600);
  here.gateway.fail({ path: /"clockOut"/, times: 1, failure: { kind: "html" } });
  expect(await failureOf(here.service.timer.stop())).toMatchObject({ saved: "unknown" });
});

test("a clock-out whose answer was lost says that it may have happened", async () => {
  here = await setup();
  await here.service.timer.start({ work: {} });
  here.gateway.advance(600);
  here.gateway.fail({ path: /"clockOut"/, times: 1, failure: { kind: "drop", afterEffect: true } });
  expect(await failureOf(here.service.timer.stop())).toMatchObject({ saved: "unknown" });
});

test("a clock-out that fails inside of Calamari's server says that it may have happened", async () => {
  here = await setup();
  await here.service.timer.start({ work: {} });
  here.gateway.advance(600);
  // It cannot be ended: the fake's own mistake, which MCP tells as an error of the protocol.
  Object.freeze(shifts()[0]);
  expect(await failureOf(here.service.timer.stop())).toMatchObject({ kind: "unavailable", saved: "unknown" });
});

test("a call that is given up ends as given up while it only looks, and says that a clock-in under way may be saved", async () => {
  here = await setup();
  await here.service.facts();
  const givenUp = async (path: RegExp) => {
    here.gateway.heal();
    here.gateway.fail({ path, failure: { kind: "delay", milliseconds: 1_500 } });
    const caller = new AbortController();
    const before = here.gateway.requests.length;
    const asked = failureOf(here.service.timer.start({ work: {} }, { signal: caller.signal }));
    await expect.poll(() => here.gateway.requests.slice(before).some(({ body }) => path.test(body))).toBe(true);
    caller.abort(new Error("given up"));
    return asked;
  };
  expect(await givenUp(/"checkTimesheetOverlap"/)).toMatchObject({ message: "given up" });
  expect(here.tools()).not.toContain("clockIn");
  expect(await givenUp(/"clockIn"/)).toMatchObject({
    kind: "timeout",
    message: expect.stringMatching(/given up while it was under way/),
    saved: "unknown",
  });
  await expect.poll(() => shifts().length).toBe(1);
  const early = AbortSignal.abort(new Error("not begun"));
  const leave = { typeId: "3", first: "2026-12-07", last: "2026-12-07" };
  expect(await failureOf(Promise.resolve(here.absences.create(leave, { signal: early })))).toMatchObject({
    message: "not begun",
  });
});
