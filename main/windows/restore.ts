import type { Core } from "../app/core";
import type { Windows } from "./index";

/** The window for a damaged time sheet opens by itself when the damage is found, and takes the place of the timer. */
export function followDamage(core: Pick<Core, "isSheetDamaged">, windows: Pick<Windows, "show" | "destroy">) {
  let was = false;
  return {
    /** To be called with each new state. */
    check(): void {
      const isDamaged = core.isSheetDamaged();
      if (isDamaged && !was) {
        windows.destroy("timer");
        windows.show("restore");
      }
      was = isDamaged;
    },
  };
}
