import type { InvokeChannel } from "#main/ipc/channels";
import type { Answer, Bridge, Response } from "#main/ipc/contract/index";
import type { Handlers } from "./handler-types";
import { handlers } from "./handlers";

/** Lets the app's own components speak to the team server as they speak to main in the app. */
export function installBridge(): void {
  window.punchcard = bridge;
}

const bridge: Bridge = {
  async invoke(channel, request) {
    const handle = handlers[channel] as Handlers[InvokeChannel] | undefined;
    if (!handle) return { ok: false, failure: { code: "unsupported", message: `no ${channel} here`, saved: "no" } };
    return (await handle(request as never)) as Answer<Response<typeof channel>>;
  },
  on: () => () => undefined,
  offers: (channel) => channel in handlers,
};
