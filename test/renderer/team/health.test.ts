import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noteCommand } from "#cli/note-command";
import { AuditLog } from "#team/audit/audit-log";
import { oneRotation } from "#team/keys/rotation-lease";
import { whyNot, withoutViolations } from "../window";
import { TeamSite, takeComplaints } from "./site";

const admin = "priya@example.org";

describe.skipIf(whyNot)("page of the server's health", () => {
  let site: TeamSite;
  beforeAll(async () => {
    // No test asks the internet for a client's document.
    site = await TeamSite.start({ noClientDocuments: "true" });
    await site.person(admin, "Priya Nair", true);
    const audit = new AuditLog(site.database, () => undefined);
    for (const tool of ["clock_in", "log_time"])
      await audit.add({
        ...{ at: Date.now(), person: "p", client: "c", grant: "g", tool, ids: [], outcome: "done", milliseconds: 1 },
      });
  }, 60_000);
  afterAll(() => site?.stop());

  const opened = async (options = {}) => {
    const page = await site.signedIn(admin, options);
    await page.goto("/admin/health");
    await page.locator(".health__grid").waitFor();
    return page;
  };

  test("counts the requests that came meanwhile, and tells replica, database and keys", async () => {
    const page = await opened();
    const figure = async (name: string) => {
      const part = page.locator(".health__figures > div", { hasText: name });
      return Number(await part.locator(".health__figure").textContent());
    };
    const before = await figure("Requests, last hour");
    const refused = await figure("Refused");
    for (let count = 0; count < 3; count++) await page.request.post("/mcp", { data: {} });
    await page.getByRole("button", { name: "Read again" }).click();
    await expect.poll(() => figure("Requests, last hour")).toBeGreaterThanOrEqual(before + 4);
    expect(await figure("Refused")).toBe(refused + 3);
    const text = await page.locator(".health__grid").textContent();
    for (const part of [/Not signed in \(401\)\s*\d/, /Replicas.*Ready/, /SQLite 3\./, /writes and reads\s*\d+ of \d+/])
      expect(text).toMatch(part);
    // The longest bar is that of what was refused most.
    const widths = await page
      .locator(".health__kinds .bar i")
      .evaluateAll((bars) =>
        bars.map((bar) => bar.getBoundingClientRect().width / (bar.parentElement?.getBoundingClientRect().width ?? 1)),
      );
    expect(Math.max(...widths)).toBeCloseTo(1, 1);
    expect(widths[1]).toBeCloseTo(1, 1);
    expect(Math.min(...widths)).toBe(0);
    await page.getByText(/^most at \d\d:\d\d–\d\d:\d\d$/).waitFor();
    await page.getByRole("img", { name: /\d+ requests in the last hour/ }).waitFor();
    expect(takeComplaints(page)).toEqual([]);
    await page.context().close();
  });

  test("verifies the audit log, and names the line where the chain breaks", async () => {
    const page = await opened();
    await page.getByRole("button", { name: "Verify now" }).click();
    await page.getByText("Chain unbroken, all 2 lines verified").waitFor();
    await page.getByText(/^Verified/).waitFor();
    await site.database.run("UPDATE audit_lines SET line = replace(line, 'log_time', 'clock_in') WHERE seq = 2");
    await page.getByRole("button", { name: "Verify now" }).click();
    await page.getByText("The chain breaks at line 2").waitFor();
    await site.database.run("UPDATE audit_lines SET line = replace(line, 'clock_in', 'log_time') WHERE seq = 2");
    await page.context().close();
  });

  test("makes a new key after a yes, and says that it is in use", async () => {
    const page = await opened();
    const keys = () => site.database.all<{ kid: string }>("SELECT kid FROM data_keys");
    const before = await keys();
    await page.getByRole("button", { name: "Rotate…" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Lock all secrets with a new key?" });
    await dialog.waitFor();
    await withoutViolations(page);
    // Enter alone changes nothing: the focus is on Cancel.
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    expect(await keys()).toEqual(before);
    await page.getByRole("button", { name: "Rotate…" }).click();
    await dialog.getByRole("button", { name: "Make a new key" }).click();
    await page.getByText(/^Key \w{8} is in use/).waitFor();
    expect(await keys()).not.toEqual(before);
    const row = page.getByRole("row", { name: /Priya Nair.*Rotated the key/ });
    await page.reload();
    await row.waitFor();
    expect(takeComplaints(page)).toEqual([]);
    await page.context().close();
  });

  test("names the servers that lack the new key, and what to do", async () => {
    const page = await opened();
    const waits = { state: "waits", kid: "a1b2c3d4e5f6a7b8", replicas: ["web-2", "web-3"] };
    await page.route("**/api/admin/keys/rotate", (route) => route.fulfill({ json: waits }));
    await page.getByRole("button", { name: "Rotate…" }).click();
    await page.getByRole("button", { name: "Make a new key" }).click();
    await page.getByText("these lack it: web-2, web-3. Copy the file to them").waitFor();
    await withoutViolations(page);
    await page.context().close();
  });

  test.each([
    [
      "en-GB",
      "Rotate…",
      "Make a new key",
      /^The command rotate-keys on \S+ has been rotating keys since .+ UTC\. Wait until that is done/,
    ],
    [
      "de-DE",
      "Wechseln…",
      "Neuen Schlüssel erstellen",
      /^Der Befehl rotate-keys auf \S+ wechselt die Schlüssel, seit .+ UTC\. Warten Sie/,
    ],
    ["pl-PL", "Wymień…", "Utwórz nowy klucz", /^Polecenie rotate-keys na \S+ wymienia klucze od .+ UTC\. Poczekaj/],
  ])("says in %s that a command rotates keys already", async (locale, rotate, yes, said) => {
    const page = await opened({ locale });
    const keys = () => site.database.all("SELECT kid FROM key_ring");
    const before = await keys();
    await oneRotation(site.database, Date.now, "command", async () => {
      await page.getByRole("button", { name: rotate }).click();
      await page.getByRole("button", { name: yes }).click();
      await page.getByText(said).waitFor();
    });
    expect(await keys()).toEqual(before);
    await page.context().close();
  });

  test("looks at the server from its public address, and shows each part when it is known", async () => {
    const page = await opened();
    let free: () => void = () => undefined;
    const held = new Promise<void>((done) => {
      free = done;
    });
    await page.route("**/api/admin/public-check/challenge", async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole("button", { name: "Check now" }).click();
    const rows = page.locator(".health__check");
    await expect.poll(() => rows.allInnerTexts()).toHaveLength(4);
    expect((await rows.allInnerTexts())[3]).toMatch(/Checking…\s*401 form/);
    free();
    await page.getByText(/^checked at /).waitFor();
    const texts = await rows.allInnerTexts();
    expect(texts.map((text) => text.split("\n")[0])).toEqual(["Note", "OK", "Note", "OK", "OK", "OK", "OK"]);
    expect(texts[0]).toContain("no TLS");
    expect(texts[6]).toContain("not checked: the server takes no identity documents");
    await withoutViolations(page);
    await page.route("**/api/admin/public-check/certificate", (route) =>
      route.fulfill({ json: { ok: false, says: "the certificate ends in 3 days", notes: [] } }),
    );
    await page.getByRole("button", { name: "Check now" }).click();
    // The row that waits for the answer stands in its place before it.
    await expect
      .poll(() => rows.allInnerTexts())
      .toEqual([expect.stringMatching(/^Problem\s*Certificate the certificate ends in 3 days/)]);
    await page.context().close();
  });

  test("stops looking where somebody cancels, and keeps what it has found", async () => {
    const page = await opened();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.route("**/api/admin/public-check/sign_in", () => undefined);
    await page.getByRole("button", { name: "Check now" }).click();
    const rows = page.locator(".health__check");
    await expect.poll(() => rows.allInnerTexts()).toHaveLength(3);
    await page.getByRole("button", { name: "Cancel" }).press("Enter");
    await expect.poll(() => rows.allInnerTexts()).toHaveLength(2);
    // The focus stays where it was, so that Enter begins anew.
    expect(await page.locator(":focus").textContent()).toBe("Check now");
    expect(asked).not.toContain("/api/admin/public-check/challenge");
    expect(await page.getByText(/^checked at /).count()).toBe(0);
    expect(await page.locator(".notice").count()).toBe(0);
    await page.context().close();
  });

  test("sums up beside its title what there is to look at", async () => {
    const page = await opened();
    const head = page.locator("header", { has: page.getByRole("heading", { level: 1 }) });
    await head.getByText("Nothing broken").waitFor();
    await page.route("**/api/admin/health", async (route) => {
      const response = await route.fetch();
      const view = await response.json();
      const [one] = view.replicas;
      view.replicas.push({ ...one, id: "silent", name: "web-2", version: "0.0.1", isReady: false });
      await route.fulfill({ json: view });
    });
    await page.getByRole("button", { name: "Read again" }).click();
    await head.getByText("2 things to look at").waitFor();
    await withoutViolations(page);
    await page.context().close();
  });

  test("shows an invitation link that was made on the server's machine, and who made it", async () => {
    await noteCommand(site.database, Date.now, "invite_person", (await site.people.findByEmail(admin))?.id);
    const page = await opened();
    const { hostname, userInfo } = await import("node:os");
    const by = `Command line, ${userInfo().username}@${hostname()}`;
    await page.getByRole("row", { name: `${by} Made an invitation link Priya Nair` }).waitFor();
    await page.context().close();
  });
});
