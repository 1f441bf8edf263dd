import { expect, onTestFinished, test } from "vitest";
import { startFakeKimai } from "../../../fakes/kimai";
import { InProcessClient } from "../../../fakes/server-in-process";

/** Cutting, copying and starting again on a Kimai with its own rules. */
async function connected(who: "user" | "super", settings: object = {}) {
  const kimai = await startFakeKimai({
    now: "2026-11-19T13:00:00Z",
    zones: { user: "Europe/Berlin", super: "Europe/Berlin" },
    settings,
    seed: ({ timesheets }) => timesheets.splice(0),
  });
  onTestFinished(() => kimai.close());
  const server = new InProcessClient({
    args: ["--kimai-url", kimai.url, "--profile", "everything"],
    env: { KIMAI_API_TOKEN: kimai.tokens[who] },
  });
  await server.open();
  const log = {
    day: "2026-11-18",
    from: "9:00",
    to: "12:00",
    project: "Website relaunch",
    activity: "Design",
    text: "Long",
  };
  const { structuredContent } = await server.call("log_time", { entries: [log] });
  const [entry] = structuredContent.entries as { id: string }[];
  const change = (what: object) => server.call("update_time", { changes: [{ id: `#${entry?.id}`, ...what }] });
  const rows = () => kimai.state.timesheets.map(({ begin, end, description }) => [begin, end, description]);
  return { kimai, server, entry, change, rows };
}

test.each([true, false])(
  "an entry is cut in two, also where Kimai forbids overlaps (allowed: %s)",
  async (allowOverlap) => {
    const { kimai, change } = await connected("user", { allowOverlap });
    const { structuredContent, content, isError } = await change({ split: "10:30", text: "Second half" });
    expect(isError, content[0]?.text).toBeFalsy();
    expect(structuredContent).toMatchObject({
      entries: [
        { end: "2026-11-18T10:30:00+01:00", seconds: 5400, text: "Long" },
        { begin: "2026-11-18T10:30:00+01:00", end: "2026-11-18T12:00:00+01:00", seconds: 5400, text: "Second half" },
      ],
    });
    expect(kimai.state.timesheets).toHaveLength(2);
  },
);

test.each([true, false])(
  "a cut whose second step Kimai refuses leaves everything as it was (overlaps: %s)",
  async (allowOverlap) => {
    const { kimai, change, rows } = await connected("user", { allowOverlap });
    const before = rows();
    const method = allowOverlap ? "PATCH" : "POST";
    kimai.fail({ method, path: /^\/timesheets(\/\d+)?$/, times: 1, failure: { kind: "status", status: 403 } });
    const { isError, structuredContent } = await change({ split: "10:30" });
    expect(isError).toBe(true);
    expect(structuredContent).toMatchObject({ error: { saved: "no" } });
    expect(rows()).toEqual(before);
  },
);

test("a copy is Kimai's own and can lie on another day; what still runs is started again by its own way", async () => {
  const { kimai, server, entry, change } = await connected("super");
  expect((await change({ copy: true, day: "2026-11-17" })).structuredContent).toMatchObject({
    entries: [{ begin: "2026-11-17T09:00:00+01:00", end: "2026-11-17T12:00:00+01:00", text: "Long" }],
  });
  expect(kimai.count("PATCH", /\/duplicate$/)).toBe(1);
  const again = await server.call("clock_in", { again: `#${entry?.id}` });
  expect(again.structuredContent).toMatchObject({ entry: { text: "Long", end: null } });
  expect(kimai.count("PATCH", /\/restart$/)).toBe(1);
  expect((await change({ exported: true })).isError).toBeFalsy();
  expect((await change({ exported: true })).isError).toBeFalsy();
  expect(kimai.state.timesheets.find(({ id }) => String(id) === entry?.id)?.exported).toBe(true);
});

test("a list tells what runs and what was changed since", async () => {
  const { kimai, server } = await connected("user");
  kimai.advance(600);
  const since = new Date(kimai.now() - 60_000).toISOString();
  await server.call("clock_in", { project: "Website relaunch", activity: "Design", text: "Now" });
  const found = async (args: object) =>
    (
      (await server.call("list_time", { from: "2026-11-01", to: "2027-12-31", detail: "full", ...args }))
        .structuredContent.entries as { text: string }[]
    ).map(({ text }) => text);
  expect(await found({ running: true })).toEqual(["Now"]);
  expect(await found({ running: false })).toEqual(["Long"]);
  expect(await found({ changed_since: since })).toEqual(["Now"]);
});
