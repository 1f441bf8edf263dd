import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventually, type RunningApp, root, startApp, type TestHome, testHome } from "./app";
import { invoke, isoDay } from "./story";

/** Entries of a time sheet on this computer, in German: found, changed together, taken back and saved as a table. */
let home: TestHome;
let app: RunningApp;
let page: Page;
/** Reads beside the page: a window's reading ends its own one before it. */
let timer: Page;

/** In the zone of the time sheet. */
let today: string;
let before: string;
const clock = (at: number) => `0:${String(at * 4).padStart(2, "0")}`;
interface Entry {
  text: string;
  tags: string[];
}
const entries = async () => {
  const { value } = (await invoke(timer, "entries:list", { from: today, to: today })) as {
    value: { entries: Entry[] };
  };
  return value.entries.map(({ text, tags }) => [text, tags]);
};
const chooseAll = async () => {
  await page.locator("[data-row]").first().focus();
  await page.keyboard.press("Control+a");
};

beforeEach(({ onTestFailed }) => onTestFailed(() => app?.pictures(join(root, "out/e2e-failed"))));
beforeAll(async () => {
  home = testHome();
  mkdirSync(home.punchcard, { recursive: true, mode: 0o700 });
  const account = { id: "local-1", service: "local", label: "Dieser Rechner", permissions: { profile: "track" } };
  const ui = { theme: "light", language: "de" };
  const settings = { version: 1, accounts: [account], activeAccount: "local-1", ui };
  writeFileSync(join(home.punchcard, "settings.json"), JSON.stringify(settings));
  app = await startApp(home);
  timer = await app.window("timer");
  await eventually(async () => {
    const { value } = (await invoke(timer, "app:refresh")) as { value: { status: { today: { day: string } } } };
    today = value.status.today.day;
  });
  before = isoDay(new Date(today), -35);
  const log = (day: string, at: number, text: string) =>
    invoke(timer, "entries:log", { day, from: clock(at), to: clock(at + 1), work: {}, text });
  for (let at = 0; at < 12; at++) expect(await log(today, at, `=Notiz ${at}; Ü`)).toMatchObject({ ok: true });
  await log(before, 0, "Alpakas gezählt");
  await invoke(timer, "app:openWindow", { name: "main", page: "entries" });
  page = await app.window("main");
  await page.locator("[data-row]").nth(11).waitFor();
}, 180_000);
afterAll(async () => {
  await app?.close().catch(() => undefined);
  home?.remove();
});

test("a search finds what is in another week, and opens that week", async () => {
  await page.keyboard.press("/");
  await page.keyboard.type("alpakas");
  const elsewhere = page.getByRole("region", { name: "In anderen Wochen" });
  await elsewhere.getByRole("button", { name: /Alpakas gezählt.*Woche öffnen/ }).click();
  await page.getByRole("button", { name: /Alpakas gezählt.*Bearbeiten/ }).waitFor();
  expect(await page.locator(":focus").getAttribute("aria-label")).toContain("Alpakas gezählt");
  await page.getByRole("searchbox").fill("");
  await page
    .getByRole("button", { name: /zurück zu dieser Woche|KW/ })
    .first()
    .click();
  await page.locator("[data-row]").nth(11).waitFor();
});

test("twelve entries get a tag as one change, which one click takes back", async () => {
  await chooseAll();
  await page.getByRole("button", { name: "Ändern …" }).click();
  await page.getByLabel("Schlagwörter hinzufügen, durch Kommas getrennt").fill("geprüft");
  await page.getByRole("button", { name: "Vorschau" }).click();
  await page.getByRole("button", { name: "12 Einträge ändern" }).click();
  await page.getByRole("heading", { name: "12 Einträge geändert" }).waitFor();
  expect((await entries()).every(([, tags]) => tags?.includes("geprüft"))).toBe(true);
  const days = { from: `${before}T00:00:00Z`, to: "2100-01-01T00:00:00Z", limit: 5 };
  const { value } = (await invoke(timer, "activity:list", days)) as {
    value: { changes: { tool: string; count: number }[] };
  };
  expect(value.changes[0]).toMatchObject({ tool: "update_time", count: 12 });
  expect(value.changes[1]).toMatchObject({ tool: "log_time" });
  await page.getByRole("button", { name: "Rückgängig" }).click();
  await eventually(async () => expect((await entries()).every(([, tags]) => tags?.length === 0)).toBe(true));
});

test("twelve entries are deleted together and brought back as one", async () => {
  const there = await entries();
  await chooseAll();
  await page.getByRole("button", { name: "Löschen …" }).click();
  await page.getByRole("button", { name: "12 Einträge löschen" }).click();
  await page.getByRole("heading", { name: "12 Einträge gelöscht" }).waitFor();
  expect(await entries()).toEqual([]);
  await page.getByRole("button", { name: "Rückgängig" }).click();
  await eventually(async () => expect(await entries()).toEqual(there));
});

test("what is shown is saved as a table that German spreadsheets open, and no text runs in them", async () => {
  const path = join(home.punchcard, "..", "woche.csv");
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = (async () => ({ canceled: false, filePath })) as never;
  }, path);
  await page.getByRole("button", { name: "Exportieren" }).click();
  await page.getByRole("menuitem", { name: "Für Tabellenprogramme (CSV)" }).click();
  await page.getByText(`Gespeichert unter ${path}`).or(page.getByText(path)).first().waitFor();
  const lines = readFileSync(path, "utf8").split("\r\n");
  const [year, month, day] = today.split("-");
  expect(lines[0]).toMatch(/^\ufeffTag;Von;Bis;Stunden;Pause \(Stunden\);Kunde;Projekt;/);
  expect(lines[1]).toContain(`${day}.${month}.${year};00:00;00:04;0,0667;`);
  expect(lines[1]).toContain(`;"'=Notiz 0; Ü";`);
  expect(lines).toHaveLength(14);
});
