/** What main/run.ts reads once the tray has its menu: windows and all that they may ask, questions and AI clients. */
export { createClients } from "./clients";
export { unregisterAndSay } from "./clients/removal/uninstall";
export { Confirmations } from "./confirm";
export { openAskFolder } from "./confirm/folder";
export { questionNotice } from "./confirm/wayland-notice";
export { reportText, runChecks } from "./desktop/diagnostics";
export { handleAll } from "./ipc/handle";
export { createHandlers } from "./ipc/handlers";
export { notifier } from "./ipc/notify";
export { createWindows } from "./windows/create";
