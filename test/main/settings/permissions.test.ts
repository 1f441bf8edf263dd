import { expect, test } from "vitest";
import { effectiveLevel, hasCell, kindsOf } from "#core/access/permission-matrix";
import { toolNames } from "#core/access/tool-rules";
import { noPolicy, type PolicyState } from "#core/domain/company-policy/index";
import { type Cell, cells, levels } from "#core/domain/permission-cells";
import { profileNames } from "#core/domain/permission-profiles";
import { accountSettings, emptySettings, settingsSchema } from "#core/platform/settings";
import { permissionsView as contractView } from "#main/ipc/contract/permissions";
import {
  limitClient,
  permissionsView,
  putOff,
  resetPermissions,
  setCell,
  setConfirmsItself,
  setProfile,
  setTool,
} from "#main/settings/permissions";
import * as fc from "../../property";

const withAccount = () => {
  const settings = emptySettings();
  settings.accounts.push(accountSettings.parse({ id: "kimai-1", service: "kimai", label: "Kimai" }));
  return settings;
};
const clients = [
  { id: "vscode", label: "VS Code", state: "registered" as const },
  { id: "zed", label: "Zed", state: "not_installed" as const },
];
const view = (settings = withAccount(), refused = {}, company: PolicyState = noPolicy) =>
  permissionsView(settings, "kimai-1", refused, clients, company);
const cellOf = (shown: ReturnType<typeof view>, cell: Cell) => {
  const [kind, action] = cell.split(".");
  return shown.rows.find((row) => row.kind === kind)?.cells[action ?? ""];
};

test("the view is what the contract says, with every cell that a tool uses", () => {
  const shown = view();
  expect(contractView.parse(shown)).toEqual(shown);
  for (const kind of kindsOf("kimai"))
    for (const cell of cells.filter((one) => one.startsWith(`${kind}.`) && hasCell("kimai", one)))
      expect(cellOf(shown, cell)?.level, cell).toBeDefined();
  for (const { kind, cells: shownCells } of shown.rows)
    for (const [action, cell] of Object.entries(shownCells))
      expect(cell !== null).toBe(hasCell("kimai", `${kind}.${action}`));
  expect(shown).toMatchObject({ profile: "track", changedCells: 0 });
  expect(cellOf(shown, "time.delete")).toEqual({ level: "ask", profileLevel: "ask", refused: null });
});

test("what the service refuses is shown with its reason and takes the tool away", () => {
  const refused = { "time.delete": "your role has no right", "others_time.delete": "your role has no right" };
  const shown = view(withAccount(), refused);
  expect(cellOf(shown, "time.delete")).toMatchObject({ refused: "your role has no right" });
  expect(shown.tools.find(({ name }) => name === "delete_time")?.state).toBe("no_cell");
});

test("what the company allows at most is shown as what holds, and the setting below it stays", () => {
  const settings = withAccount();
  setCell(settings, "kimai-1", "time.delete", "allow");
  setConfirmsItself(settings, "kimai-1", true);
  const permissions = { "time.*": "ask", "*.delete": "off", "absence.read": "allow" } as const;
  const bound: PolicyState = { kind: "bound", place: "x", policy: { permissions, mayConfirmItself: false } };
  const shown = view(settings, {}, bound);
  expect(contractView.parse(shown)).toEqual(shown);
  expect(cellOf(shown, "time.create")).toEqual({ level: "ask", profileLevel: "ask", refused: null, bound: "ask" });
  expect(cellOf(shown, "time.delete")).toEqual({ level: "off", profileLevel: "off", refused: null, bound: "off" });
  expect(cellOf(shown, "absence.read")).not.toHaveProperty("bound");
  expect(shown.tools.find(({ name }) => name === "delete_time")?.state).toBe("company");
  expect(shown.tools.find(({ name }) => name === "log_time")?.state).toBe("on");
  expect(shown).toMatchObject({ confirmsItself: false, mayConfirmItself: false });
  expect(cellOf(view(settings), "time.delete")?.level).toBe("allow");
  expect(view(settings)).toMatchObject({ confirmsItself: true, mayConfirmItself: true });
});

test("an account shows the kinds that its service has", () => {
  const settings = withAccount();
  settings.accounts.push(accountSettings.parse({ id: "local-1", service: "local", label: "This computer" }));
  const kinds = permissionsView(settings, "local-1", {}, clients, noPolicy).rows.map(({ kind }) => kind);
  expect(kinds).toEqual([
    "timer",
    "time",
    "absence",
    "customer",
    "project",
    "activity",
    "tag",
    "preference",
    "holiday",
    "target_hours",
    "leave_account",
  ]);
});

test("a changed cell counts, and changed back it counts no more", () => {
  const settings = withAccount();
  setCell(settings, "kimai-1", "time.create", "off");
  expect(view(settings)).toMatchObject({ changedCells: 1 });
  setCell(settings, "kimai-1", "time.create", "allow");
  expect(view(settings)).toMatchObject({ changedCells: 0 });
  expect(() => setCell(settings, "kimai-1", "timer.delete" as Cell, "allow")).toThrow("No tool uses");
});

test("a switched tool stays off under every profile until it is switched on or all is reset", () => {
  const settings = withAccount();
  setTool(settings, "kimai-1", "log_time", false);
  setProfile(settings, "kimai-1", "everything");
  expect(view(settings).tools.find(({ name }) => name === "log_time")?.state).toBe("switched_off");
  resetPermissions(settings, "kimai-1");
  expect(view(settings).tools.find(({ name }) => name === "log_time")?.state).toBe("on");
  expect(() => setTool(settings, "kimai-1", "rm_rf", true)).toThrow("no such tool");
});

test("clients: those that are there or have a limit, and `same` leaves no trace", () => {
  const settings = withAccount();
  limitClient(settings, "kimai-1", "my-script", "look");
  expect(view(settings).clients).toEqual([
    { id: "vscode", label: "VS Code", limit: "same" },
    { id: "my-script", label: "my-script", limit: "look" },
    { id: "cli", label: "", limit: "track" },
  ]);
  limitClient(settings, "kimai-1", "my-script", "same");
  expect(settings.clients).toEqual({});
});

test("unknown programs have Track until their person says otherwise, also where that is all", () => {
  const settings = withAccount();
  const unknown = () => view(settingsSchema.parse(JSON.parse(JSON.stringify(settings)))).clients.at(-1);
  expect(unknown()).toEqual({ id: "cli", label: "", limit: "track" });
  for (const limit of ["nothing", "same", "look"] as const) {
    limitClient(settings, "kimai-1", "cli", limit);
    expect(unknown()).toEqual({ id: "cli", label: "", limit });
  }
});

test("that clients may confirm by themselves is off, and is kept as it is set", () => {
  const settings = withAccount();
  expect(view(settings).confirmsItself).toBe(false);
  setConfirmsItself(settings, "kimai-1", true);
  const stored = settingsSchema.parse(JSON.parse(JSON.stringify(settings)));
  expect(view(stored).confirmsItself).toBe(true);
  resetPermissions(stored, "kimai-1");
  setConfirmsItself(stored, "kimai-1", false);
  expect([view(stored).confirmsItself, stored.accounts[0]?.permissions]).toEqual([
    false,
    withAccount().accounts[0]?.permissions,
  ]);
});

test("while the choice is put off no tool is on, and picking a profile is the choice", () => {
  const settings = withAccount();
  putOff(settings, "kimai-1");
  const stored = settingsSchema.parse(JSON.parse(JSON.stringify(settings)));
  expect(view(stored)).toMatchObject({ undecided: true, profile: "track" });
  expect(view(stored).tools.filter(({ state }) => state === "on")).toEqual([]);
  setProfile(stored, "kimai-1", "track");
  expect(stored).toEqual(withAccount());
});

test("an account that is not there is refused", () => {
  expect(() => setProfile(emptySettings(), "kimai-1", "look")).toThrow("not connected");
  expect(() => putOff(emptySettings(), "kimai-1")).toThrow("not connected");
});

test("after any changes the view says exactly what the server will enforce", () => {
  const used = cells.filter(
    (cell) => kindsOf("kimai").some((kind) => cell.startsWith(`${kind}.`)) && hasCell("kimai", cell),
  );
  const change = fc.oneof(
    fc.record({ cell: fc.constantFrom(...used), level: fc.constantFrom(...levels) }),
    fc.record({ profile: fc.constantFrom(...profileNames) }),
    fc.record({ tool: fc.constantFrom(...toolNames), on: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      const settings = withAccount();
      for (const one of changes) {
        if ("cell" in one) setCell(settings, "kimai-1", one.cell, one.level);
        else if ("profile" in one) setProfile(settings, "kimai-1", one.profile);
        else setTool(settings, "kimai-1", one.tool, one.on);
      }
      const stored = settingsSchema.parse(JSON.parse(JSON.stringify(settings)));
      const permissions = stored.accounts[0]?.permissions;
      const shown = view(stored);
      for (const cell of used)
        expect(cellOf(shown, cell)?.level).toBe(permissions && effectiveLevel(permissions, "same", cell));
      expect(shown.changedCells).toBe(
        used.filter((cell) => cellOf(shown, cell)?.level !== cellOf(shown, cell)?.profileLevel).length,
      );
    }),
  );
});
