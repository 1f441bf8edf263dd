import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { McpSession } from "../fakes/mcp-session";
import { confirmingItself, temporaryFolder } from "../fakes/server-home";
import { InProcessClient } from "../fakes/server-in-process";
import { Server } from "../integration/server";
import { AppHost, type HostOptions, type OpenedView } from "./app-host";
import { whyNot, withoutViolations } from "./window";

const work = { customer: "Acme", project: "Website", activity: "Design" };

const usual = [
  { day: "2026-11-09", from: "8:30", to: "12:00", ...work },
  { day: "2026-11-10", from: "13:00", to: "17:15", ...work, activity: "Writing", description: "Texts" },
];

const home = () => {
  const folder = temporaryFolder();
  return { home: folder, args: confirmingItself(folder) };
};

/** A server with two entries in the second week of November, or with the given ones. */
async function seeded(booked: object[] = usual) {
  const server = new InProcessClient(home());
  await server.open();
  const saved = await server.call("log_time", { entries: booked, create_missing: true });
  expect(saved.isError, saved.content[0]?.text).toBeFalsy();
  return server;
}

const proposed = {
  dry_run: true,
  entries: [
    { day: "2026-11-11", from: "9:00", to: "12:30", ...work, description: "Sketches", tags: [], billable: true },
    { day: "2026-11-10", from: "16:30", to: "18:00", ...work },
  ],
};

const on = (day: number, from: string, to: string, customer: string, project: string, activity: string) => ({
  ...{ day: `2026-11-${String(day).padStart(2, "0")}`, from, to, customer, project, activity },
});
const app = ["Lager Nord", "Warehouse app", "Development"] as const;
const site = ["Hollmann Ree", "Website relaunch", "Design"] as const;
/** A week as people have it, for the pictures: 22:15 are booked, 15:30 proposed. */
const fullWeek = {
  booked: [
    on(9, "8:30", "12:00", ...app),
    on(10, "8:45", "12:15", ...app),
    on(10, "13:00", "17:15", ...site),
    on(11, "13:15", "17:45", ...site),
    on(12, "9:00", "11:00", "Kessler", "Product configurator", "Workshop"),
    on(12, "13:00", "17:30", ...site),
  ],
  proposed: {
    dry_run: true,
    create_missing: true,
    entries: [
      on(9, "13:00", "17:00", ...site),
      on(11, "9:00", "12:30", "Kessler", "Product configurator", "Workshop"),
      on(12, "11:00", "12:30", "Studio", "Planning", "Meeting"),
      on(13, "8:30", "12:00", ...app),
      on(13, "12:45", "15:45", ...site),
    ],
  },
};

const html = () => readFileSync(resolve(import.meta.dirname, "../../out/mcp-server/week-view.html"), "utf8");

test("three tools name the week view, and it is listed and read as an MCP App that reaches nothing", async () => {
  const server = new Server(home());
  await server.open();
  const { tools } = (await server.ask("tools/list")).result as { tools: { name: string; _meta?: object }[] };
  const withView = tools.filter(({ _meta }) =>
    JSON.stringify(_meta ?? {}).includes('"resourceUri":"ui://punchcard/week"'),
  );
  expect(withView.map(({ name }) => name).sort()).toEqual(["list_time", "log_time", "report_time"]);
  const reachesNothing = { ui: { csp: { connectDomains: [], resourceDomains: [] } } };
  const { resources } = (await server.ask("resources/list")).result as { resources: object[] };
  const mimeType = "text/html;profile=mcp-app";
  expect(resources).toContainEqual(expect.objectContaining({ uri: "ui://punchcard/week", mimeType }));
  expect(resources).toContainEqual(
    expect.objectContaining({ _meta: expect.objectContaining({ ui: expect.anything() }) }),
  );
  const { result } = await server.ask("resources/read", { uri: "ui://punchcard/week" });
  expect(result?.contents).toMatchObject([{ mimeType, _meta: reachesNothing, text: html() }]);
  expect(html()).not.toMatch(/(?:src|href)=["']?(?:https?:|\/\/)/);
});

describe.skipIf(whyNot)(`the week in a chat${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let host: AppHost;
  beforeAll(async () => {
    vi.stubEnv("TZ", "Europe/Berlin");
    host = await AppHost.start();
  }, 60_000);

  async function open(
    tool: string,
    asked: Record<string, unknown>,
    options: HostOptions = {},
    booked = usual as object[],
  ) {
    const server = await seeded(booked);
    const answer = await server.call(tool, asked);
    const calls: { name: string; args: Record<string, unknown> }[] = [];
    const control: { answer?: (name: string) => object | undefined } = {};
    const callTool = async (name: string, args: Record<string, unknown>) => {
      calls.push({ name, args });
      const given = control.answer?.(name);
      return given ?? ((await server.call(name, args)) as object);
    };
    const view = await host.open({ html: html(), asked, answer, callTool }, options);
    await view.frame.locator(".legend").waitFor();
    return { ...view, server, calls, control };
  }
  const blocks = ({ frame }: OpenedView, state: "proposed" | "booked") => frame.locator(`.block--${state}`);
  const listed = async (server: McpSession) =>
    (await server.call("list_time", { period: "2026-11-09..2026-11-15", detail: "full", order: "oldest" }))
      .structuredContent.entries as { begin: string; end: string; text: string; billable?: boolean }[];

  test("proposals stand in the week as it is booked, and nothing is written until the person books them", async () => {
    const view = await open("log_time", proposed);
    expect(await blocks(view, "booked").count()).toBe(2);
    expect(await blocks(view, "proposed").count()).toBe(2);
    expect(await view.frame.locator(".legend").textContent()).toContain("Booked 7:45Proposed 5:00 together 12:45");
    expect(await view.frame.locator(".notes").textContent()).toContain("It overlaps");
    expect(view.calls.map(({ name }) => name).sort()).toEqual(["list_time", "report_time"]);
    await view.frame.getByRole("button", { name: "Book 2 entries" }).click();
    await view.frame.getByText("2 entries booked").waitFor();
    expect(await listed(view.server)).toMatchObject([
      {},
      {},
      { begin: "2026-11-10T16:30:00+01:00", end: "2026-11-10T18:00:00+01:00" },
      { begin: "2026-11-11T09:00:00+01:00", end: "2026-11-11T12:30:00+01:00", text: "Sketches", billable: true },
    ]);
    expect(await view.told()).toEqual([expect.stringContaining("booked 2 of 2 proposed entries")]);
    expect(view.problems).toEqual([]);
  });

  test("each day says what it owes at its head, as far as that is known", async () => {
    const view = await open("log_time", proposed);
    expect((await view.frame.locator(".week__target").allInnerTexts()).join("").trim()).toBe("");
    const by_day = [
      { day: "2026-11-02", target: 28_800 },
      { day: "2026-11-05", target: 14_400 },
    ];
    view.control.answer = (name) =>
      name === "report_time"
        ? { content: [], structuredContent: { target: { target: 43_200, until: "2026-11-05", by_day } } }
        : undefined;
    await view.frame.getByRole("button", { name: "Previous week" }).click();
    await view.frame.getByText("of 8:00", { exact: true }).waitFor();
    const heads = (await view.frame.locator(".week__day").allInnerTexts()).map((head) =>
      head.replace(/\s+/g, " ").trim(),
    );
    expect(heads.slice(0, 5).map((head) => /of \S+/.exec(head)?.[0] ?? "")).toEqual(["of 8:00", "", "", "of 4:00", ""]);
    expect(view.problems).toEqual([]);
  });

  test("what was booked here is taken back by Undo, and only that", async () => {
    const view = await open("log_time", proposed);
    await view.frame.getByRole("button", { name: "Book 2 entries" }).click();
    await view.frame.getByRole("button", { name: "Undo" }).click();
    const question = view.frame.getByRole("alertdialog");
    expect(await question.textContent()).toContain("Website");
    await question.getByRole("button", { name: "No" }).click();
    expect(await listed(view.server)).toHaveLength(4);
    await view.frame.getByRole("button", { name: "Undo" }).click();
    await question.getByRole("button", { name: "Yes" }).click();
    await view.frame.getByText("Undone.").waitFor();
    expect(await listed(view.server)).toHaveLength(2);
    expect((await view.told()).at(-1)).toContain("deleted entries that were booked there");
  });

  test("a proposal is changed and another left out by keyboard alone, and booked as changed", async () => {
    const view = await open("log_time", proposed);
    const first = blocks(view, "proposed").last();
    await first.focus();
    await view.page.keyboard.press("Enter");
    await view.page.keyboard.press("ControlOrMeta+a");
    await view.page.keyboard.type("10");
    await view.page.keyboard.press("Tab");
    await view.page.keyboard.press("ControlOrMeta+a");
    await view.page.keyboard.type("11:45");
    await view.page.keyboard.press("Enter");
    await view.frame.getByText("together 11:00").waitFor();
    await blocks(view, "proposed").first().focus();
    await view.page.keyboard.press("Enter");
    await view.frame.getByRole("button", { name: "Leave out" }).press("Enter");
    await view.frame.getByRole("button", { name: "Book 1 entry" }).press("Enter");
    await view.frame.getByText("1 entry booked").waitFor();
    expect((await listed(view.server)).at(-1)).toMatchObject({
      begin: "2026-11-11T10:00:00+01:00",
      end: "2026-11-11T11:45:00+01:00",
      text: "Sketches",
    });
    expect(await listed(view.server)).toHaveLength(3);
  });

  test("Esc closes a row in which nothing was typed at once, and asks once before it discards what was", async () => {
    const view = await open("log_time", proposed);
    const description = view.frame.getByLabel("Description");
    await blocks(view, "proposed").first().click();
    await description.press("Escape");
    await expect.poll(() => description.count()).toBe(0);
    await blocks(view, "proposed").first().click();
    await description.fill("Typed");
    await description.press("Escape");
    await view.frame.getByText("Press Esc again to discard").waitFor();
    expect(await description.inputValue()).toBe("Typed");
    await description.press("Escape");
    await expect.poll(() => description.count()).toBe(0);
    await blocks(view, "proposed").first().click();
    expect(await description.inputValue()).not.toBe("Typed");
  });

  test.each(["25:00", "9:75", "x", ""])("%j is no time of day, and the row is not taken with it", async (text) => {
    const view = await open("log_time", proposed);
    await blocks(view, "proposed").first().click();
    await view.frame.getByLabel("To", { exact: true }).fill(text);
    expect(await view.frame.getByRole("alert").textContent()).toBe("Type a time like 9:30");
    expect(await view.frame.getByRole("button", { name: "Done" }).isDisabled()).toBe(true);
  });

  test("the first row that the server refuses ends the booking with its words; the rest stays proposed", async () => {
    const view = await open("log_time", proposed);
    view.control.answer = (name) =>
      name === "log_time" ? { isError: true, content: [{ type: "text", text: "The month is closed." }] } : undefined;
    await view.frame.getByRole("button", { name: "Book 2 entries" }).click();
    await view.frame.getByText("This could not be booked: The month is closed.").waitFor();
    expect(await blocks(view, "proposed").count()).toBe(2);
    expect(view.calls.filter(({ name }) => name === "log_time")).toHaveLength(1);
  });

  test("an answer that never came is not called booked, and the person is told to look first", async () => {
    const view = await open("log_time", proposed);
    view.control.answer = (name) => {
      if (name === "log_time") throw new Error("gone");
      return undefined;
    };
    await view.frame.getByRole("button", { name: "Book 2 entries" }).click();
    await view.frame.getByText("No answer came. Look at the week before you book it again.").waitFor();
    expect(await listed(view.server)).toHaveLength(2);
  });

  test("Stop ends the booking after the row that is under way", async () => {
    const view = await open("log_time", proposed);
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    const call = view.server.call.bind(view.server);
    view.server.call = (async (name: string, args: Record<string, unknown>) => {
      if (name === "log_time") await held;
      return call(name, args);
    }) as typeof view.server.call;
    await view.frame.getByRole("button", { name: "Book 2 entries" }).click();
    await view.frame.getByText("0 of 2 booked").waitFor();
    await view.frame.getByRole("button", { name: "Stop" }).click();
    release();
    await view.frame.getByText("1 entry booked").waitFor();
    expect(await listed(view.server)).toHaveLength(3);
    expect(await blocks(view, "proposed").count()).toBe(1);
  });

  test("Not now books nothing, and the model is told so", async () => {
    const view = await open("log_time", proposed);
    await view.frame.getByRole("button", { name: "Not now" }).click();
    await view.frame.getByText("Nothing was booked.").waitFor();
    expect(await listed(view.server)).toHaveLength(2);
    expect((await view.told()).join()).toContain("none of the proposed entries");
  });

  test("a booked entry is changed on the service, and a refusal stays beside the fields", async () => {
    const view = await open("list_time", { period: "2026-11-09..2026-11-15" });
    await blocks(view, "booked").first().click();
    await view.frame.getByLabel("To", { exact: true }).fill("11:30");
    await view.frame.getByLabel("Description").fill("Shorter");
    await view.frame.getByRole("button", { name: "Save" }).click();
    await view.frame.getByText("Booked 7:15").waitFor();
    expect((await listed(view.server))[0]).toMatchObject({ end: "2026-11-09T11:30:00+01:00", text: "Shorter" });
    view.control.answer = (name) =>
      name === "update_time" ? { isError: true, content: [{ type: "text", text: "It is locked." }] } : undefined;
    await blocks(view, "booked").first().click();
    await view.frame.getByLabel("To", { exact: true }).fill("11:00");
    await view.frame.getByRole("button", { name: "Save" }).click();
    await view.frame.getByText("It is locked.").waitFor();
    expect(await view.frame.getByLabel("To", { exact: true }).inputValue()).toBe("11:00");
  });

  test("a report opens the week it ends in, and the arrows go to the weeks beside it", async () => {
    const view = await open("report_time", { period: "2026-11-09..2026-11-15", by: ["day"] });
    expect(await blocks(view, "booked").count()).toBe(2);
    await view.frame.getByRole("button", { name: "Previous week" }).click();
    await view.frame.getByText("Booked 0:00").waitFor();
    await view.frame.getByRole("button", { name: "Next week" }).click();
    await view.frame.getByText("Booked 7:45").waitFor();
  });

  test.each([
    ["en", "light", 720],
    ["en", "dark", 720],
    ["de", "light", 720],
    ["pl", "dark", 720],
    ["de", "light", 400],
  ] as const)("it has no fault that axe finds: %s, %s, %i pixels wide", async (language, theme, width) => {
    const view = await open("log_time", fullWeek.proposed, { language, theme, width }, fullWeek.booked);
    expect(await view.frame.locator(".legend").textContent()).toMatch(/22:15.*15:30.*37:45/);
    await blocks(view, "proposed").nth(1).click();
    const frame = view.page.frames().at(-1);
    if (!frame) throw new Error("no frame");
    await withoutViolations(frame);
    const cut = await frame?.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(cut).toBeLessThanOrEqual(0);
    const folder = process.env.PUNCHCARD_SCREENSHOTS;
    if (folder) {
      mkdirSync(folder, { recursive: true });
      await view.page
        .locator("iframe")
        .screenshot({ path: join(folder, `week-view-${language}-${theme}-${width}.png`) });
    }
  });
});
