import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppState } from "#main/ipc/contract/app-state";
import type { ClientView } from "#main/ipc/contract/clients";
import type { MainPage } from "#main/ipc/contract/main-pages";
import * as sample from "./fixtures";
import { type Answers, asked, notify, takeComplaints, Windows, whyNot } from "./window";

describe.skipIf(whyNot)(`settings${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let windows: Windows;
  let page: Page;
  beforeAll(async () => {
    windows = await Windows.start();
  }, 60_000);
  afterAll(() => windows?.stop());
  afterEach(() => expect(takeComplaints(page)).toEqual([]));

  const open = async (name: MainPage, answers?: Answers, state: AppState = sample.working) => {
    page = await windows.open(state, { window: "main", page: name, answers });
    await page.getByRole("heading", { level: 1 }).waitFor();
  };
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
  const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const focusedName = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

  it("tells at an account that its token can be read on its way, and only there", async () => {
    const [account] = sample.working.accounts;
    if (!account) throw new Error("no account");
    const words = /others on the network can read the token and your times/;
    await open("accounts");
    expect(await page.getByText(words).count()).toBe(0);
    await open("accounts", undefined, { ...sample.working, accounts: [{ ...account, unprotected: true }] });
    await sees(words);
  });

  describe("what an AI may do", () => {
    it("has a matrix with one tab stop that arrows, Space, numbers and Backspace work on", async () => {
      await open("permissions");
      await button("Own timer, Read: Allow").waitFor();
      expect(await page.locator(".matrix button[tabindex='0']").count()).toBe(1);
      await button("Own timer, Read: Allow").focus();
      const press = async (key: string) => {
        await page.keyboard.press(key);
        return focusedName();
      };
      expect(await press("ArrowRight")).toBe("Own timer, Create: Allow");
      expect(await press("ArrowDown")).toBe("Own time, Create: Allow");
      expect(await press("ArrowDown")).toBe("Own absences, Create: Allow");
      // Others' time and absences are refused by the service: the focus passes over them.
      expect(await press("ArrowDown")).toBe("Customers, Create: Off");
      expect(await press("ArrowDown")).toBe("Projects, Create: Ask, changed");
      expect(await page.locator(".matrix button[tabindex='0']").count()).toBe(1);
      for (const key of ["Space", "1", "2", "3", "Backspace"]) await page.keyboard.press(key);
      const set = { accountId: "kimai", cell: "project.create" };
      expect(await asked(page, "permissions:setCell")).toEqual(
        ["allow", "off", "ask", "allow", "off"].map((level) => ({ ...set, level })),
      );
      expect(await press("ArrowUp")).toBe("Customers, Create: Off");
      await page.keyboard.press("Backspace");
      expect(await asked(page, "permissions:setCell")).toHaveLength(5);
    });

    it("decides on absences in a column of its own, and leaves out what no tool does", async () => {
      await open("permissions");
      const decide = button("Own absences, Decide: Off");
      await decide.click();
      expect(await asked(page, "permissions:setCell")).toEqual([
        { accountId: "kimai", cell: "absence.decide", level: "ask" },
      ]);
      expect(await button(/Own time, Decide/).count()).toBe(0);
      const locks = page.getByRole("row", { name: /Month locks/ }).getByRole("button");
      expect(await locks.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")))).toEqual([
        "Month locks, Create: Off",
        "Month locks, Delete: Off",
      ]);
    });

    it("says what the service refuses, and that no cell allows a tool", async () => {
      await open("permissions");
      const row = page.getByRole("row", { name: /Others’ time/ });
      expect(await row.textContent()).toContain("your Kimai role has no right");
      expect(await row.getByRole("button").count()).toBe(0);
      const never = page.getByRole("switch", { name: "Delete entries: no cell allows it" });
      expect(await never.isDisabled()).toBe(true);
      await sees("14 of 18 offered");
      await page.getByText("Take a break", { exact: true }).waitFor();
      await page.getByRole("switch", { name: "Take a break" }).press("Space");
      expect(await asked(page, "permissions:setTool")).toEqual([{ accountId: "kimai", tool: "take_break", on: true }]);
    });

    it("sums up all cells in words and says what each cell means", async () => {
      await open("permissions");
      await sees(
        "An AI may clock you in and out and change your time, request and change absences, look up projects and " +
          "customers, see other data (in part), and change other data (in part). It must ask you each time " +
          "before it may delete your entries, withdraw absences, and change projects and customers (in part). " +
          "Everything else is off.",
      );
      const cell = button("Own time, Delete: Ask");
      const meaning = "An AI may delete your own entries, but asks you each time.";
      expect(await cell.getAttribute("title")).toBe(meaning);
      await cell.focus();
      await sees(meaning);
      await button("Projects, Create: Ask, changed").hover();
      await sees("An AI may create projects, but asks you each time. Profile default: Off");
      expect(await page.locator("main").textContent()).not.toMatch(/[a-z]_[a-z]/);
    });

    it("does not say that an AI may change what the service refuses", async () => {
      const { rows } = sample.permissions;
      const off = { level: "allow" as const, profileLevel: "off" as const, refused: "your Kimai role has no right" };
      const refused = rows.map((row) =>
        row.kind === "project" || row.kind === "activity" ? { ...row, cells: { ...row.cells, create: off } } : row,
      );
      await open("permissions", { "permissions:get": { ok: true, value: { ...sample.permissions, rows: refused } } });
      const words = page.getByText(/^An AI may clock you in/);
      await words.waitFor();
      expect(await words.textContent()).toMatch(/look up projects and customers, see/);
      expect(await words.textContent()).not.toMatch(/change projects/);
    });

    it("leaves out the columns that no row of the account has", async () => {
      const rows = sample.permissions.rows.map((row) => ({ ...row, cells: { ...row.cells, decide: null } }));
      await open("permissions", { "permissions:get": { ok: true, value: { ...sample.permissions, rows } } });
      const heads = page.locator(".matrix thead th");
      expect(await heads.allTextContents()).toEqual(["Kind", "Read", "Create", "Update", "Delete"]);
      await button("Own timer, Read: Allow").focus();
      await page.keyboard.press("End");
      expect(await focusedName()).toBe("Own timer, Update: Allow");
    });

    it("shows nothing as allowed while the choice is put off, and takes a profile", async () => {
      const undecided = { ...sample.permissions, undecided: true };
      await open("permissions", { "permissions:get": { ok: true, value: undecided } });
      await sees("until you choose a profile, AI clients can do nothing");
      expect(await page.getByRole("radio", { checked: true }).count()).toBe(0);
      expect(await page.locator(".matrix").count()).toBe(0);
      await page.getByRole("radio", { name: /Look/ }).press("Space");
      expect(await asked(page, "permissions:setProfile")).toEqual([{ accountId: "kimai", profile: "look" }]);
    });

    it("changes the profile by arrows, goes back to it, gives one client less, and follows main", async () => {
      await open("permissions");
      await page.getByRole("radio", { name: /Track/ }).focus();
      await page.keyboard.press("ArrowRight");
      expect(await asked(page, "permissions:setProfile")).toEqual([{ accountId: "kimai", profile: "manage" }]);
      await sees("Track, with 2 cells changed");
      await button("Reset to Track").click();
      expect(await asked(page, "permissions:reset")).toEqual([{ accountId: "kimai" }]);
      await button(/Limit for VS Code/).click();
      await page.getByRole("option", { name: "Nothing" }).click();
      expect(await asked(page, "permissions:limitClient")).toEqual([
        { accountId: "kimai", clientId: "vscode", limit: "nothing" },
      ]);
      await notify(page, "permissions:changed", { ...sample.permissions, profile: "look", changedCells: 0 });
      await page.getByRole("radio", { name: /Look/, checked: true }).waitFor();
      expect(await button(/Reset to/).count()).toBe(0);
    });

    it("limits unknown programs, and lets clients confirm by themselves with its price beside it", async () => {
      await open("permissions");
      await sees("could claim to be another");
      await button(/Limit for Unknown programs: ?Track|Limit for Unknown programs/).click();
      await page.getByRole("option", { name: "Look" }).click();
      expect(await asked(page, "permissions:limitClient")).toEqual([
        { accountId: "kimai", clientId: "cli", limit: "look" },
      ]);
      await sees("before you see it");
      await page.getByRole("switch", { name: "Clients may confirm on their own", checked: false }).press("Space");
      expect(await asked(page, "permissions:setConfirmsItself")).toEqual([{ accountId: "kimai", on: true }]);
    });

    it("shows the old state and the reason when a change fails", async () => {
      const failure = { code: "internal", message: "The settings file is read-only.", saved: "no" as const };
      await open("permissions", { "permissions:setCell": { ok: false, failure } });
      await button("Own time, Delete: Ask").click();
      expect(await page.getByRole("alert").textContent()).toMatch(/The settings file is read-only.*Nothing was saved/);
      await button("Own time, Delete: Ask").waitFor();
    });

    it("tells a failure without words of its own in the person's language, with the exact words marked as English", async () => {
      const failure = { code: "conflict", message: "Somebody changed it at 9:12.", saved: "no" as const };
      const answers: Answers = { "permissions:setCell": { ok: false, failure } };
      await open("permissions", answers, { ...sample.working, language: "pl" });
      await button("Własny czas, Usuwanie: Pyta").click();
      const alert = page.getByRole("alert");
      await alert.waitFor();
      expect(await alert.textContent()).toMatch(/^To nie pasuje do tego.*Nic nie zapisano.*Odśwież widok/);
      expect(await alert.locator("[lang=en]").textContent()).toBe("Somebody changed it at 9:12.");
      await open("permissions", answers);
      await button("Own time, Delete: Ask").click();
      expect(await alert.textContent()).toMatch(/^Somebody changed it at 9:12\..*Next: Read again/);
    });
  });

  describe("AI clients", () => {
    it("shows the exact lines before it writes them, and tells the state after", async () => {
      const done = sample.clients.find((client) => client.id === "vscode");
      if (!done) throw new Error("the sample has VS Code");
      await open("clients", {
        "clients:register": {
          ok: true,
          value: { ...done, state: "registered", canRegister: false, canUnregister: true, needsRestart: true },
        },
      });
      await button("Details of VS Code").click();
      await sees("Adds 5 lines to");
      const lines = page.getByRole("region", { name: "Lines that change" });
      expect(await lines.textContent()).toContain('+      "args": ["--client=vscode"]');
      expect(await button("Details of VS Code").getAttribute("aria-expanded")).toBe("true");
      await button("Show file in folder").first().click();
      expect(await asked(page, "clients:reveal")).toEqual([{ clientId: "vscode" }]);
      await button("Register: VS Code").click();
      await button("Remove from VS Code").waitFor();
      await sees("VS Code applies the change the next time it starts.");
      expect(await asked(page, "clients:register")).toEqual([{ clientId: "vscode" }]);
    });

    it("names every state, and why something cannot be done", async () => {
      await open("clients", {
        "clients:register": {
          ok: false,
          failure: {
            code: "changed",
            message: "The file changed while it was written.",
            saved: "no",
            next: "Read again, then register.",
          },
        },
      });
      await button("Show all (1 more)").click();
      for (const state of [
        "Registered",
        "Not registered",
        "Needs update",
        "Removed by client",
        "File unreadable",
        "Blocked by policy",
        "Not installed",
      ])
        await page.getByText(state, { exact: true }).first().waitFor();
      await sees("The file is not valid JSON.");
      expect(await button("Register: Gemini CLI").isDisabled()).toBe(true);
      await button("Update: Cursor").click();
      expect(await page.getByRole("alert").first().textContent()).toMatch(
        /The file changed while it was written\. ?Nothing was saved\. ?Next: Read again, then register\./,
      );
      await notify(page, "clients:changed", sample.clients.slice(0, 1));
      expect(await button(/^Details of /).count()).toBe(1);
    });

    it("shows the clients of this computer first, and the others on request, by the keyboard too", async () => {
      await open("clients");
      const rows = page.getByRole("region", { name: "AI clients" }).locator(".client");
      const there = sample.clients.filter(({ state }) => state !== "not_installed").length;
      await expect.poll(() => rows.count()).toBe(there);
      const more = page.getByRole("button", { name: `Show all (${sample.clients.length - there} more)` });
      await more.focus();
      await page.keyboard.press("Enter");
      await expect.poll(() => rows.count()).toBe(sample.clients.length);
      expect(await page.getByText("Not installed").count()).toBe(sample.clients.length - there);
      await page.keyboard.press("Space");
      await expect.poll(() => rows.count()).toBe(there);

      const none = sample.clients.filter(({ state }) => state === "not_installed");
      await notify(page, "clients:changed", none);
      await expect.poll(() => rows.count()).toBe(none.length);
      expect(await page.getByRole("button", { name: /^Show all/ }).count()).toBe(0);
    });

    it("asks for a restart only where there is something new to read, and says why in the person's language", async () => {
      const one = (state: ClientView["state"], why?: ClientView["why"]): ClientView => ({
        ...(sample.clients[0] as ClientView),
        ...{ id: state, label: `Client ${state}`, state, needsRestart: true, seenAt: null, canRegister: true },
        ...{ canUnregister: state === "registered", reason: why ? "The entry starts another Punchcard." : null, why },
      });
      const all = [one("registered"), one("not_registered"), one("needs_update", ["another"]), one("unreadable")];
      await open("clients", {
        "clients:list": { ok: true, value: all },
        "clients:register": { ok: true, value: { ...one("registered"), id: "not_registered" } },
      });
      const restart = page.getByText(/^Restart Client/);
      await restart.first().waitFor();
      expect(await restart.allTextContents()).toEqual(["Restart Client registered to apply the change."]);
      const why = page.getByText("The entry starts another Punchcard, or starts it differently.");
      // Whole, not cut to what is left of its line.
      expect(await why.evaluate((text) => text.scrollWidth <= text.clientWidth || text.clientWidth === 0)).toBe(true);
      await button("Register: Client not_registered").click();
      await expect.poll(() => restart.count()).toBe(2);
      await notify(page, "state:changed", { ...sample.working, language: "de" });
      await page.getByText("Der Eintrag startet ein anderes Punchcard oder startet es anders.").waitFor();
    });

    it("tells when a client throws the entry away, and keeps watching only while it can be seen", async () => {
      await open("clients");
      await button("Remove from Claude Desktop").waitFor();
      expect(await asked(page, "clients:watch")).toEqual([{ on: true }]);
      const without = (state: "removed_by_client" | "registered") =>
        sample.clients.map((one) => (one.id === "claude-desktop" ? { ...one, state, canRegister: true } : one));
      await notify(page, "clients:changed", without("removed_by_client"));
      const alert = page.getByRole("alert");
      expect(await alert.textContent()).toMatch(/missing from: Claude Desktop.*Quit it completely, register again/);
      // Codex was found that way, which is no news.
      expect(await alert.textContent()).not.toContain("Codex");
      await notify(page, "clients:changed", without("registered"));
      await alert.waitFor({ state: "detached" });
      await page.evaluate(() => {
        Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      });
      await page.getByRole("link", { name: "General" }).or(button("General")).first().click();
      await page.getByRole("heading", { level: 1, name: "General" }).waitFor();
      expect(await asked(page, "clients:watch")).toEqual([{ on: true }, { on: false }, { on: false }]);
    });

    it("has a client install the entry itself, and says that it will ask", async () => {
      await open("clients");
      await button("Open in VS Code").click();
      await sees("Now confirm in VS Code.");
      expect(await asked(page, "clients:open")).toEqual([{ clientId: "vscode" }]);
      expect(await button("Open in Cursor").count()).toBe(0);
    });

    it("offers Claude Desktop's extension as a file, and says where it goes", async () => {
      const answer = (value: unknown) => ({ ok: true as const, value: value as never });
      const claude = (state: ClientView["state"]) =>
        sample.clients.map((one) => (one.id === "claude-desktop" ? { ...one, state } : one));
      await open("clients", {
        "clients:list": answer(claude("removed_by_client")),
        "clients:extension": answer({ state: "offered" }),
        "clients:saveExtension": answer({ saved: true }),
      });
      await button("Save as extension (.mcpb)…").click();
      await sees("Saved. In Claude Desktop: Settings, Extensions");
      expect(await asked(page, "clients:saveExtension")).toHaveLength(1);
      // With an entry it would bring every tool twice.
      await notify(page, "clients:changed", claude("registered"));
      await button("Save as extension (.mcpb)…").waitFor({ state: "detached" });
    });

    it("says that Claude Desktop has the extension, and that the entry beside it is one too many", async () => {
      await open("clients", { "clients:extension": { ok: true, value: { state: "installed" } } });
      await sees("registered there, so every tool appears twice");
      expect(await button("Save as extension (.mcpb)…").count()).toBe(0);
      const state = "not_registered" as const;
      await notify(
        page,
        "clients:changed",
        sample.clients.map((one) => (one.id === "claude-desktop" ? { ...one, state, canUnregister: false } : one)),
      );
      await sees("Punchcard is installed as an extension of Claude Desktop (Settings");
      await open("clients");
      expect(await page.getByText("extension").count()).toBe(0);
    });

    it("takes the entry out of all clients after showing what that does to each", async () => {
      const failure = { code: "client_running", message: "Claude Desktop is running.", saved: "no" as const };
      await open("clients", {
        "clients:plan": {
          ok: true,
          value: {
            ...sample.plan,
            clientId: "claude-desktop",
            action: "unregister",
            diff: [{ kind: "remove", text: '"punchcard": {}' }],
            notes: ["codex_projects"],
          },
        },
        "clients:unregisterAll": {
          ok: true,
          value: [
            { clientId: "cursor", label: "Cursor", failure: null },
            { clientId: "claude-desktop", label: "Claude Desktop", failure },
          ],
        },
      });
      await button("Remove from all clients").click();
      const dialog = page.getByRole("alertdialog", { name: "Remove Punchcard from 2 clients?" });
      expect(await dialog.getByRole("listitem").first().textContent()).toMatch(
        /Claude Desktop Removes 1 line from .*mcp\.json.*config\.toml/,
      );
      expect(await asked(page, "clients:plan")).toEqual(
        ["claude-desktop", "cursor"].map((clientId) => ({ clientId, action: "unregister" })),
      );
      expect(await asked(page, "clients:unregisterAll")).toEqual([]);
      await dialog.getByRole("button", { name: "Remove from all clients" }).click();
      const result = page.getByRole("alert");
      await result.getByText("Removed from 1 client").waitFor();
      expect(await result.getByRole("listitem").allTextContents()).toEqual([
        "Cursor: removed",
        "Claude Desktop: not removed. Claude Desktop is running.",
      ]);
      expect(await asked(page, "clients:unregisterAll")).toHaveLength(1);
    });

    it("says in the person's language why an entry stays, what to do, and where a snippet goes", async () => {
      const running = "Claude Desktop is running and would write its own copy over the change.";
      const next = "Quit Claude Desktop fully first (in its tray or menu bar icon too), then try again.";
      const failure = { code: "client_running", message: running, saved: "no" as const, next };
      const left = { clientId: "claude-desktop", label: "Claude Desktop", failure };
      const answers = { "clients:unregisterAll": { ok: true as const, value: [left] } };
      await open("clients", answers, { ...sample.working, language: "de" });
      await sees("Die Datei ist kein gültiges JSON.");
      await sees(
        /^Ihre Organisation legt fest, welche Server Claude Code starten darf; .* gehört nicht dazu\. Bitten Sie/,
      );
      await button("Aus allen Programmen entfernen").click();
      await page.getByRole("alertdialog").getByRole("button", { name: "Aus allen Programmen entfernen" }).click();
      expect(await page.getByRole("alert").getByRole("listitem").textContent()).toBe(
        "Claude Desktop: nicht entfernt. Claude Desktop läuft und würde die Änderung mit seiner eigenen Kopie überschreiben. " +
          "Beenden Sie Claude Desktop zuerst vollständig (auch im Infobereich oder in der Menüleiste) und versuchen Sie es erneut.",
      );
      await page.getByRole("tab", { name: "TOML" }).click();
      await sees("Codex und die ChatGPT-App: ~/.codex/config.toml");
    });

    it("shows what each client may do, and lets it have less by keyboard, with a name for screen readers", async () => {
      const { clients } = sample.permissions;
      const nothing = clients.map((one) => (one.id === "claude-desktop" ? { ...one, limit: "nothing" as const } : one));
      await open("clients", {
        "permissions:limitClient": { ok: true, value: { ...sample.permissions, clients: nothing } },
      });
      const row = (name: string) => page.getByRole("listitem").filter({ has: button(`Details of ${name}`) });
      await row("Claude Desktop").getByText("may Track").waitFor();
      await row("VS Code").getByText("will get Look").waitFor();
      expect(await row("Claude Code").textContent()).not.toMatch(/may Track|will get/);

      await button("Details of Claude Desktop").focus();
      await page.keyboard.press("Enter");
      const share = page.getByRole("region", { name: "What Claude Desktop may do" });
      await share.getByRole("button", { name: /Limit for Claude Desktop/ }).focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      expect(await asked(page, "permissions:limitClient")).toEqual([
        { accountId: "kimai", clientId: "claude-desktop", limit: "nothing" },
      ]);
      await share
        .getByRole("button", { name: /Nothing.*Limit for Claude Desktop|Limit for Claude Desktop.*Nothing/ })
        .waitFor();
      await notify(page, "permissions:changed", { ...sample.permissions, clients: nothing });
      await row("Claude Desktop").getByText("may do nothing").waitFor();
    });

    it("says when a client that rewrites its file was seen with the entry after its restart", async () => {
      await open("clients");
      await sees(/Claude Desktop has restarted with the entry; last seen .*\d\d:\d\d\./);
      await notify(
        page,
        "clients:changed",
        sample.clients.map((one) => ({ ...one, seenAt: null })),
      );
      await sees("Restart Claude Desktop to apply the change.");
    });

    it("says which programs take a snippet only, and which cannot reach this computer", async () => {
      await open("clients");
      const others = page.getByRole("region", { name: "Programs without a button" });
      expect(await others.textContent()).toMatch(
        /JetBrains AI Assistant.*Continue.*OpenClaw.*Crush.*Eclipse.*Flatpak.*Copilot Studio/,
      );
      expect(await others.textContent()).not.toContain("WSL");
    });

    it("gives a snippet to copy for any other client", async () => {
      await open("clients");
      await page.getByRole("tab", { name: "mcpServers" }).focus();
      await page.keyboard.press("ArrowRight");
      await page.getByRole("tabpanel", { name: "TOML" }).getByRole("button", { name: "Copy" }).click();
      expect(await asked(page, "clipboard:copy")).toEqual([{ text: sample.snippets[1]?.text }]);
      await button("Copied").waitFor();
    });
  });

  describe("general", () => {
    it("sets language, theme, zoom and what starts, and says what the system told", async () => {
      await open("general");
      await sees("System setting: on");
      await page.getByRole("switch", { name: "Start at login" }).press("Space");
      await button(/Language/).click();
      await page.getByRole("option", { name: "Polski" }).click();
      await page.getByRole("radiogroup", { name: "Theme" }).getByRole("radio", { name: "System" }).focus();
      await page.keyboard.press("ArrowRight");
      await button("Larger").click();
      expect(await asked(page, "settings:update")).toEqual([
        { startAtLogin: false },
        { language: "pl" },
        { theme: "light" },
        { zoom: 105 },
      ]);
      await notify(page, "state:changed", {
        ...sample.working,
        startAtLogin: null,
        ui: { ...sample.working.ui, zoom: 160 },
      });
      await sees("Not available on this system.");
      expect(await page.getByRole("switch", { name: "Start at login" }).isDisabled()).toBe(true);
      expect(await button("Larger").isDisabled()).toBe(true);
    });

    it("clears the activity only after a question whose focus is on Cancel", async () => {
      await open("general");
      await button("Clear activity").click();
      const dialog = page.getByRole("alertdialog", { name: "Clear all activity?" });
      await page.keyboard.press("Enter");
      await dialog.waitFor({ state: "detached" });
      expect(await asked(page, "activity:clear")).toEqual([]);
      await button("Clear activity").click();
      await dialog.getByRole("button", { name: "Clear activity" }).click();
      await page.getByRole("status").filter({ hasText: "Cleared" }).waitFor();
      expect(await asked(page, "activity:clear")).toHaveLength(1);
    });

    it("runs its checks, names what is wrong, and leads there", async () => {
      await open("general");
      const list = page.getByRole("region", { name: "Diagnostics" });
      expect(await list.getByRole("listitem").allTextContents()).toEqual([
        expect.stringMatching(/^OK.*Keychain.*6 ms/),
        expect.stringMatching(/^OK.*Bundled server/),
        expect.stringMatching(/^OK.*Kimai Kimai 2\.66\.0.*120 ms/),
        expect.stringMatching(/^OK.*Settings/),
        expect.stringMatching(/^Note.*Tray/),
        expect.stringMatching(/^OK.*Launcher/),
        expect.stringMatching(/^Problem.*AI clients/),
      ]);
      await button("Copy diagnostics").click();
      await button("Copied").waitFor();
      await button("Check again").click();
      expect(await asked(page, "diagnostics:run")).toHaveLength(2);
      await list.getByRole("button", { name: "AI clients" }).click();
      await page.getByRole("heading", { level: 1, name: "AI clients" }).waitFor();
    });
  });
});
