import type { App, BrowserWindow } from "electron";

type DockApp = Pick<App, "dock" | "on">;

/**
 * Shows the Dock's tile while a window is visible, so that it can be reached with Cmd+Tab. The app starts without one
 * (`LSUIElement` in electron-builder.yml). Other systems have no Dock, and nothing happens there.
 */
export function followDock(app: DockApp): void {
  const { dock } = app;
  if (!dock) return;
  const visible = new Set<BrowserWindow>();
  const update = () => (visible.size > 0 ? void dock.show() : dock.hide());
  app.on("browser-window-created", (_event, window) => {
    const hide = () => {
      visible.delete(window);
      update();
    };
    window.on("show", () => {
      visible.add(window);
      update();
    });
    window.on("hide", hide);
    window.on("closed", hide);
  });
}
