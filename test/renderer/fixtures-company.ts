import type { AppState } from "#main/ipc/contract/app-state";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import * as sample from "./fixtures";

export const place = "/etc/punchcard/policy.json";
export const bound: AppState = {
  ...sample.working,
  company: { name: "Example GmbH", place, problem: null, services: ["kimai", "local"], updates: false },
};
export const broken: AppState = {
  ...sample.working,
  company: { name: null, place, problem: 'line 4: unknown key "permisions"', services: [], updates: false },
};
/** Time at most with a question, deleting not at all. */
export const permissions: PermissionsView = {
  ...sample.permissions,
  mayConfirmItself: false,
  rows: sample.permissions.rows.map((row) =>
    row.kind !== "time"
      ? row
      : {
          ...row,
          cells: {
            read: { level: "allow", profileLevel: "allow", refused: null },
            create: { level: "ask", profileLevel: "ask", refused: null, bound: "ask" },
            update: { level: "off", profileLevel: "off", refused: null, bound: "off" },
            delete: { level: "off", profileLevel: "off", refused: null, bound: "off" },
          },
        },
  ),
  tools: sample.permissions.tools.map((tool) => (tool.name === "delete_time" ? { ...tool, state: "company" } : tool)),
};
