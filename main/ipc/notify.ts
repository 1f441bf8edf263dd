import { z } from "zod";
import type { Log } from "../app/failure";
import type { NotifyChannel } from "./channels";
import { type Notification, notifications } from "./contract";

/** Sends news to every window. @param check parse it first: for development and tests. */
export function notifier(
  send: (channel: NotifyChannel, value: unknown) => void,
  options: { check: boolean; log: Log },
) {
  return <C extends NotifyChannel>(channel: C, value: Notification<C>): void => {
    const parsed = options.check ? notifications[channel].safeParse(value) : null;
    if (parsed?.success === false)
      options.log("news breaks the contract", { channel, why: z.prettifyError(parsed.error) });
    send(channel, value);
  };
}
