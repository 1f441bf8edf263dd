import type { Bridge } from "../../main/ipc/contract";

declare global {
  interface Window {
    /** Put there by the preload: the only way out of a window. */
    readonly punchcard: Bridge;
  }
}

export const bridge: Bridge = window.punchcard;
