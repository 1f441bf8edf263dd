import type { UpdatesView } from "../ipc/contract/updates";

/** Of a copy that nobody updates. */
export const noUpdates: UpdatesView = {
  owner: "none",
  phase: "idle",
  version: null,
  notes: [],
  percent: 0,
  problem: null,
  checkedAt: null,
  isCurrent: false,
};
