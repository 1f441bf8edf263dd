import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { followDock } from "../../../main/desktop/dock";

type DockApp = Parameters<typeof followDock>[0];

function appWithDock() {
  const calls: string[] = [];
  const dock = { show: async () => void calls.push("show"), hide: () => void calls.push("hide") };
  const app = Object.assign(new EventEmitter(), { dock });
  followDock(app as unknown as DockApp);
  const open = () => {
    const window = new EventEmitter();
    app.emit("browser-window-created", {}, window);
    window.emit("show");
    return window;
  };
  return { calls, open };
}

test("the Dock has a tile until the last window is hidden or closed", () => {
  const { calls, open } = appWithDock();
  const [timer, entries] = [open(), open()];
  timer.emit("hide");
  expect(calls.at(-1)).toBe("show");
  entries.emit("closed");
  expect(calls.at(-1)).toBe("hide");
  timer.emit("show");
  expect(calls.at(-1)).toBe("show");
});

test("a system without a Dock is left alone", () => {
  const app = new EventEmitter();
  followDock(app as unknown as DockApp);
  expect(app.listenerCount("browser-window-created")).toBe(0);
});
