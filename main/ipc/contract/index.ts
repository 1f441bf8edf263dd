import { z } from "zod";
import type { InvokeChannel, NotifyChannel } from "../channels";
import { absenceChannels } from "./absences";
import { accountChannels } from "./accounts";
import { activityChannels } from "./activity";
import { appChannels } from "./app";
import { appState } from "./app-state";
import { asideChannels } from "./asides";
import { clientChannels, clientView } from "./clients";
import { confirmChannels, confirmQuestion } from "./confirm";
import { diagnosticChannels } from "./diagnostics";
import { bulkChannels, bulkProgress } from "./entries/bulk";
import { draftChannels } from "./entries/drafts";
import { entryChannels } from "./entries/entries";
import { importChannels, importProgress } from "./entries/imports";
import { ownCalendarChannels } from "./entries/own-calendar";
import { tableChannels } from "./entries/tables";
import type { failure } from "./failure";
import { permissionChannels, permissionsView } from "./permissions";
import { projectChannels } from "./projects";
import { reportChannels } from "./reports";
import { settingsChannels } from "./settings";
import { sheetChannels } from "./sheet";
import { shortcutChannels } from "./shortcuts";
import { awayChannels, awayQuestion } from "./timer/away";
import { favoriteChannels } from "./timer/favorites";
import { timerChannels } from "./timer/timer";
import { updateChannels } from "./updates";
import { workingTimeChannels } from "./working-time";

/**
 * Everything that crosses between the app and its windows. Main answers each call with a tagged result and parses each
 * request with the schema here; windows import the types only. No channel carries a secret out of main.
 */
export const contract = {
  ...appChannels,
  ...timerChannels,
  ...entryChannels,
  ...bulkChannels,
  ...draftChannels,
  ...ownCalendarChannels,
  ...absenceChannels,
  ...workingTimeChannels,
  ...projectChannels,
  ...reportChannels,
  ...activityChannels,
  ...importChannels,
  ...asideChannels,
  ...sheetChannels,
  ...tableChannels,
  ...awayChannels,
  ...favoriteChannels,
  ...shortcutChannels,
  ...accountChannels,
  ...permissionChannels,
  ...clientChannels,
  ...confirmChannels,
  ...updateChannels,
  ...settingsChannels,
  ...diagnosticChannels,
} as const satisfies Record<InvokeChannel, { request: z.ZodType; response: z.ZodType }>;

export const notifications = {
  "state:changed": appState,
  "clients:changed": z.array(clientView),
  "permissions:changed": permissionsView,
  /** Also when its window appears: from then on the question can be read. */
  "confirm:changed": confirmQuestion.nullable(),
  "away:changed": awayQuestion.nullable(),
  /** There is something to do: `app:takeTask` tells what. */
  "window:task": z.null(),
  "entries:progress": bulkProgress,
  "imports:progress": importProgress,
  /** How many of the entries that are made of the own calendar have been written. */
  "calendar:progress": z.object({ done: z.number(), total: z.number() }),
} as const satisfies Record<NotifyChannel, z.ZodType>;

export type Contract = typeof contract;
export type Request<C extends InvokeChannel> = z.input<Contract[C]["request"]>;
export type Response<C extends InvokeChannel> = z.output<Contract[C]["response"]>;
export type Notification<C extends NotifyChannel> = z.output<(typeof notifications)[C]>;

export type Failure = z.infer<typeof failure>;

/** What `window.punchcard.invoke` resolves with; it never rejects. */
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** The bridge that the preload puts on `window`. */
export interface Bridge {
  invoke<C extends InvokeChannel>(channel: C, request?: Request<C>): Promise<Answer<Response<C>>>;
  /** @returns stops listening. */
  on<C extends NotifyChannel>(channel: C, listener: (value: Notification<C>) => void): () => void;
  /** Whether a channel is answered at all; absent: each is, as in the app. */
  offers?(channel: InvokeChannel): boolean;
}
