import type { WindowTask } from "../ipc/contract/app";
import type { AppState } from "../ipc/contract/app-state";
import type { ShortcutId } from "../ipc/contract/shortcuts";
import type { TrayAction } from "../tray/describe";
import type { WindowName } from "../windows";

export interface ShortcutActionsDeps {
  state(): AppState;
  /** As a click in the tray: what fails is told in the timer window. */
  act(action: TrayAction): void;
  show(name: WindowName, task?: WindowTask): void;
  /** The main window is in front: it has a palette of its own. */
  isMainInFront(): boolean;
  /** Without an icon in the panel nothing would say that it was heard. */
  hasTray: boolean;
}

/** What the timer's large button would do; null: it needs the window. */
function toggled({ timer, accounts, activeAccount }: AppState): TrayAction | null {
  const account = accounts.find(({ id }) => id === activeAccount);
  if (!account || timer.pending || (timer.stale && timer.outbox.offline !== "kept" && !timer.outbox.assumed))
    return null;
  if (timer.phase === "working") return { do: "clockOut" };
  if (timer.phase === "break") return { do: "resume" };
  if (timer.phase !== "idle") return null;
  if (timer.suggestion) return { do: "clockIn", choice: timer.suggestion };
  return account.required?.length === 0 ? { do: "clockIn", choice: { work: {}, text: "", tags: [] } } : null;
}

/** Does what keys from anywhere ask for. */
export function shortcutActions(deps: ShortcutActionsDeps): (id: ShortcutId) => void {
  const { show } = deps;
  const find = (task: "palette" | "work") => show(deps.isMainInFront() ? "main" : "palette", task);
  return (id) => {
    switch (id) {
      case "timer":
        return show("timer");
      case "clock": {
        const action = toggled(deps.state());
        if (!action || !deps.hasTray) show("timer");
        if (action) deps.act(action);
        return;
      }
      case "switch":
        return find("work");
      case "note":
        return show("timer", "text");
      case "palette":
        return find("palette");
    }
  };
}
