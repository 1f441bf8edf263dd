import { z } from "zod";
import { serviceIds } from "#core/service-catalog/descriptors";
import { appState } from "./app-state";
import { nothing } from "./fields";
import { mainPages } from "./main-pages";
import { timerView } from "./timer/timer";

export const windowNames = ["timer", "main", "onboarding", "confirm", "away", "palette", "restore"] as const;

/** The confirmation opens by itself, when something is asked; the palette by the tray and its keys. */
const openable = z.enum(windowNames).exclude(["confirm", "palette"]);

/** What a window does as soon as it is shown: edit the running text, find anything, or only work to switch to. */
const windowTasks = ["text", "palette", "work"] as const;
export type WindowTask = (typeof windowTasks)[number];

/** The app as a whole, and its windows. */
export const appChannels = {
  "app:snapshot": { request: nothing, response: appState },
  "app:refresh": { request: nothing, response: timerView },
  "app:openWindow": {
    request: z.object({ name: openable, page: z.enum(mainPages).optional() }),
    response: nothing,
  },
  "app:closeWindow": { request: nothing, response: nothing },
  /** What the window that asks was shown for, once. */
  "app:takeTask": { request: nothing, response: z.object({ task: z.enum(windowTasks).nullable() }) },
  "app:openLink": {
    /** Outside: a page of a connected service's own origin, or where people get a service's credential. */
    request: z.discriminatedUnion("link", [
      z.object({ link: z.literal("release_page") }),
      z.object({ link: z.literal("service_page"), url: z.string().max(2000).optional() }),
      z.object({
        link: z.literal("credential_page"),
        service: z.enum(serviceIds),
        url: z.string().max(2000).optional(),
      }),
    ]),
    response: nothing,
  },
  "app:quit": { request: nothing, response: nothing },
} as const;
