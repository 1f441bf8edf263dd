import type { Response } from "#main/ipc/contract/index";
import { callApi } from "../lib/api";
import { accountHandlers } from "./accounts";
import { answerOf } from "./failure";
import type { Handlers } from "./handler-types";
import { permissionHandlers } from "./permissions";

/** What the app's components ask for on pages of the team server; other channels are refused. */
export const handlers: Handlers = {
  ...accountHandlers,
  ...permissionHandlers,
  "clipboard:copy": async ({ text }) => {
    try {
      await navigator.clipboard.writeText(text);
      return { ok: true, value: undefined };
    } catch {
      return { ok: false, failure: { code: "unsupported", message: "The browser did not copy it.", saved: "no" } };
    }
  },
  "activity:undo": async ({ id }) =>
    answerOf(await callApi<Response<"activity:undo">>("POST", `/api/activity/${id}/undo`, {}), (value) => value),
};
