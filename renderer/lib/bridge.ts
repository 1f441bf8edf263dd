import type { InvokeChannel } from "#main/ipc/channels";
import type { Bridge } from "#main/ipc/contract/index";

declare global {
  interface Window {
    /** In the app put there by the preload: the only way out of a window. On a web page: by `renderer/team/bridge`. */
    punchcard: Bridge;
  }
}

/** Looked up at each call, because a web page puts it there itself. */
export const bridge: Bridge = {
  invoke: (channel, request) => window.punchcard.invoke(channel, request),
  on: (channel, listener) => window.punchcard.on(channel, listener),
};

/** Whether what stands behind that channel can be done here: a web page has no keychain and no files. */
export const offers = (channel: InvokeChannel): boolean => window.punchcard.offers?.(channel) ?? true;

/** Whether this is a page of a team server, which keeps secrets itself, and not a window of the app. */
export const isWebPage = (): boolean => window.punchcard.offers !== undefined;
