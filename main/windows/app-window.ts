import type { BrowserWindow } from "electron";

/** The part of a window that is used; a test stands in for it. */
export type AppWindow = Pick<
  BrowserWindow,
  | "loadURL"
  | "show"
  | "focus"
  | "hide"
  | "close"
  | "destroy"
  | "isDestroyed"
  | "isVisible"
  | "isFocused"
  | "isMinimized"
  | "restore"
  | "minimize"
  | "setPosition"
  | "setMinimumSize"
  | "setContentSize"
  | "getContentSize"
  | "getBounds"
  | "isMaximized"
  | "maximize"
  | "setTitle"
> & {
  on(event: "close", listener: (event: { preventDefault(): void }) => void): unknown;
  on(event: "closed" | "ready-to-show" | "show" | "hide" | "blur" | "resize" | "move", listener: () => void): unknown;
  webContents: Pick<BrowserWindow["webContents"], "send" | "setZoomFactor" | "id"> & {
    on(event: "did-finish-load" | "page-title-updated", listener: () => void): unknown;
  };
};
