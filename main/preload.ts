import { contextBridge, ipcRenderer } from "electron";
import { type InvokeChannel, invokeChannels, type NotifyChannel, notifyChannels } from "./ipc/channels";
import type { Bridge } from "./ipc/contract";

/**
 * The one thing a window can reach. Names are checked here as well, so that a page cannot call channels that other
 * parts of Electron may open; neither ipcRenderer nor its event objects get out.
 */
const calls: ReadonlySet<string> = new Set<InvokeChannel>(invokeChannels);
const news: ReadonlySet<string> = new Set<NotifyChannel>(notifyChannels);

const bridge: Bridge = {
  invoke: async (channel, request) => {
    if (!calls.has(channel)) {
      return { ok: false, failure: { code: "argument", message: `There is no ${String(channel)}.`, saved: "no" } };
    }
    return ipcRenderer.invoke(channel, request);
  },
  on: (channel, listener) => {
    if (!news.has(channel)) return () => undefined;
    const deliver = (_event: unknown, value: Parameters<typeof listener>[0]) => listener(value);
    ipcRenderer.on(channel, deliver);
    return () => {
      ipcRenderer.removeListener(channel, deliver);
    };
  },
};

contextBridge.exposeInMainWorld("punchcard", bridge);
