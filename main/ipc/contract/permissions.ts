import { z } from "zod";
import { toolNames } from "#core/access/tool-rules";
import { type Cell, cells, levels } from "#core/domain/permission-cells";
import { clientLimits, profileNames } from "#core/domain/permission-profiles";
import { accountId } from "./fields";

const cell = z.enum(cells as [Cell, ...Cell[]]);

export const permissionsView = z.object({
  accountId,
  profile: z.enum(profileNames),
  rows: z.array(
    z.object({
      kind: z.string(),
      /** Per action; null where no tool uses the cell. */
      cells: z.record(
        z.string(),
        z
          .object({
            level: z.enum(levels),
            profileLevel: z.enum(levels),
            refused: z.string().nullable(),
            /** The most that the company allows; absent: it does not say. `level` and `profileLevel` are below it. */
            bound: z.enum(levels).exclude(["allow"]).optional(),
          })
          .nullable(),
      ),
    }),
  ),
  tools: z.array(
    z.object({
      name: z.enum(toolNames),
      kind: z.enum(["read", "write", "destructive"]),
      /** `company`: its policy leaves no cell for it. */
      state: z.enum(["on", "switched_off", "no_cell", "company"]),
    }),
  ),
  /** Registered or seen clients and what each may have at most on this account; without a label: unknown programs. */
  clients: z.array(z.object({ id: z.string(), label: z.string(), limit: z.enum(clientLimits) })),
  /** Where nobody can be asked, clients may answer for their person. */
  confirmsItself: z.boolean(),
  /** false: the company does not let any client do so. */
  mayConfirmItself: z.boolean(),
  /** The person put the choice off: AI clients may do nothing with this account yet, whatever the cells say. */
  undecided: z.boolean(),
  changedCells: z.number(),
});
export type PermissionsView = z.infer<typeof permissionsView>;

/** What AI clients may do with an account. */
export const permissionChannels = {
  "permissions:get": { request: z.object({ accountId }), response: permissionsView },
  "permissions:setProfile": {
    request: z.object({ accountId, profile: z.enum(profileNames) }),
    response: permissionsView,
  },
  "permissions:putOff": { request: z.object({ accountId }), response: permissionsView },
  "permissions:setCell": {
    request: z.object({ accountId, cell, level: z.enum(levels) }),
    response: permissionsView,
  },
  "permissions:setTool": {
    request: z.object({ accountId, tool: z.string().max(60), on: z.boolean() }),
    response: permissionsView,
  },
  "permissions:setConfirmsItself": { request: z.object({ accountId, on: z.boolean() }), response: permissionsView },
  "permissions:reset": { request: z.object({ accountId }), response: permissionsView },
  "permissions:limitClient": {
    request: z.object({ accountId, clientId: z.string().max(60), limit: z.enum(clientLimits) }),
    response: permissionsView,
  },
} as const;
