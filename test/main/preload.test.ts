import { expect, test, vi } from "vitest";
import type { Bridge } from "#main/ipc/contract/index";

const electron = vi.hoisted(() => ({
  exposed: {} as Record<string, unknown>,
  invoke: vi.fn(async () => ({ ok: true, value: 1 })),
  listeners: new Map<string, (event: unknown, value: unknown) => void>(),
}));
vi.mock("electron", () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, value: unknown) => Object.assign(electron.exposed, { [name]: value }),
  },
  ipcRenderer: {
    invoke: electron.invoke,
    on: (channel: string, listener: (event: unknown, value: unknown) => void) =>
      electron.listeners.set(channel, listener),
    removeListener: (channel: string) => electron.listeners.delete(channel),
  },
}));

await import("#main/preload");
const bridge = electron.exposed.punchcard as Bridge;

test("the window gets one bridge with two functions and nothing of Electron", () => {
  expect(Object.keys(electron.exposed)).toEqual(["punchcard"]);
  expect(Object.keys(bridge)).toEqual(["invoke", "on"]);
});

test("only channels of the contract are asked", async () => {
  expect(await bridge.invoke("app:refresh")).toEqual({ ok: true, value: 1 });
  expect(await bridge.invoke("electron-store-get-data" as never)).toMatchObject({ ok: false });
  expect(electron.invoke).toHaveBeenCalledTimes(1);
});

test("news come without Electron's event, until nobody listens", () => {
  const heard: unknown[][] = [];
  const stop = bridge.on("clients:changed", (...all: unknown[]) => heard.push(all));
  electron.listeners.get("clients:changed")?.({ sender: "ipcRenderer" }, []);
  expect(heard).toEqual([[[]]]);
  stop();
  expect(electron.listeners.size).toBe(0);
  bridge.on("anything" as never, () => undefined);
  expect(electron.listeners.size).toBe(0);
});
