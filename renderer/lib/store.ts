import { useSyncExternalStore } from "react";
import type { AppState } from "#main/ipc/contract/app-state";
import type { Answer } from "#main/ipc/contract/index";
import type { TimerView } from "#main/ipc/contract/timer/timer";
import { bridge } from "./bridge";

/** The last state that main sent. Windows hold no state of the app of their own. */
let state: AppState | null = null;
let skew = 0;
const listeners = new Set<() => void>();

function put(next: AppState) {
  state = next;
  skew = Date.parse(next.now) - Date.now();
  for (const listener of listeners) listener();
}

/** Reads the first snapshot and follows main from then on. */
export async function connectStore(): Promise<Answer<AppState>> {
  bridge.on("state:changed", put);
  const answer = await bridge.invoke("app:snapshot");
  if (answer.ok) put(answer.value);
  return answer;
}

/** What a timer call answered, shown at once: main's own notice of it may come later. */
export function putTimer(timer: TimerView) {
  if (state) put({ ...state, timer, now: new Date(mainNow()).toISOString() });
}

export const putState = put;

/** Milliseconds since 1970 by main's clock. */
export const mainNow = () => Date.now() + skew;

export function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

const currentState = () => state;

/** The app's state; only below a root that is rendered once the first snapshot is there. */
export function useApp(): AppState {
  const app = useSyncExternalStore(subscribe, currentState);
  if (!app) throw new Error("rendered before the first snapshot");
  return app;
}

/** The account that the timer shows, or null where none is connected. */
export function useActiveAccount() {
  const app = useApp();
  return app.accounts.find((account) => account.id === app.activeAccount) ?? app.accounts[0] ?? null;
}
