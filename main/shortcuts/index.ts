import type { GlobalShortcut } from "electron";
import { shortcutIds } from "#core/platform/settings";
import { type Log, notSaved } from "../app/failure";
import type { ShortcutId, ShortcutProblem, ShortcutsView } from "../ipc/contract/shortcuts";
import type { SettingsStore } from "../settings/store";
import { canonical, problemOf } from "./accelerator";

export interface ShortcutsDeps {
  system: Pick<GlobalShortcut, "register" | "unregister">;
  settings: Pick<SettingsStore, "get" | "update" | "onChange">;
  platform: NodeJS.Platform;
  /** The keys of one were pressed. */
  act(id: ShortcutId): void;
  /** The view changed. */
  changed(): void;
  now(): number;
  log: Log;
}

/** A key that is held down comes again and again: it means one press. Milliseconds. */
const heldFor = 700;

const why: Record<ShortcutProblem, string> = {
  invalid: "These keys cannot be a shortcut.",
  modifier: "A shortcut needs Ctrl, Alt or the Windows key.",
  reserved: "The system or other programs need these keys.",
  types: "These keys type a character.",
  taken: "Another shortcut of Punchcard has these keys.",
  refused: "The system refused these keys: another program has them.",
};

/** Keys that work from anywhere: kept in the settings, given to the system, and told as the system took them. */
export class Shortcuts {
  /** What the system has from us now, by id. */
  private readonly registered = new Map<ShortcutId, string>();
  private readonly problems = new Map<ShortcutId, ShortcutProblem>();
  private readonly pressed = new Map<ShortcutId, number>();
  /** Nobody, until it is known who listens. */
  private by: ShortcutsView["by"] = "none";
  private suspended = false;
  private stopListening: () => void = () => undefined;

  constructor(private readonly deps: ShortcutsDeps) {}

  start(by: ShortcutsView["by"]): void {
    this.by = by;
    this.apply();
    this.deps.changed();
    this.stopListening = this.deps.settings.onChange(() => this.apply());
  }

  view(): ShortcutsView {
    const kept = this.kept();
    const list = shortcutIds.map((id) => ({ id, keys: kept[id], problem: this.problems.get(id) ?? null }));
    return { by: this.by, list };
  }

  /**
   * Sets or clears the keys of one. @throws AppFailure `shortcut_<problem>` where they cannot be had; what was set before
   * stays then.
   */
  set(id: ShortcutId, keys: string | null): ShortcutsView {
    const { settings, platform } = this.deps;
    if (keys !== null) {
      const wanted = canonical(keys);
      const others = shortcutIds.filter((other) => other !== id);
      const isTaken = others.some((other) => wanted !== null && canonical(this.kept()[other] ?? "") === wanted);
      const problem = problemOf(keys, platform) ?? (isTaken ? "taken" : null);
      if (problem) throw refusal(problem);
      if (this.registered.get(id) !== wanted && !this.isFree(wanted as string)) throw refusal("refused");
      keys = wanted;
    }
    settings.update((draft) => {
      draft.ui.shortcuts[id] = keys;
    });
    return this.view();
  }

  /** While keys are being pressed for a new shortcut, none of the others may act on them. */
  suspend(on: boolean): void {
    if (this.suspended === on) return;
    this.suspended = on;
    this.apply();
  }

  stop(): void {
    this.stopListening();
    for (const keys of this.registered.values()) this.deps.system.unregister(keys);
    this.registered.clear();
  }

  private kept = () => this.deps.settings.get().ui.shortcuts;

  /** Brings what the system has to what is kept. */
  private apply(): void {
    const { by } = this;
    const { system, platform } = this.deps;
    const before = JSON.stringify(this.view());
    const kept = this.kept();
    const wanted = new Map<ShortcutId, string>();
    this.problems.clear();
    for (const id of shortcutIds) {
      const keys = kept[id];
      if (keys === null) continue;
      const problem = problemOf(keys, platform);
      const one = canonical(keys) ?? "";
      if (problem) this.problems.set(id, problem);
      else if ([...wanted.values()].includes(one)) this.problems.set(id, "taken");
      else wanted.set(id, one);
    }
    for (const [id, keys] of this.registered) {
      if (!this.suspended && wanted.get(id) === keys) continue;
      system.unregister(keys);
      this.registered.delete(id);
    }
    for (const [id, keys] of wanted) {
      if (this.suspended || by === "none" || this.registered.has(id)) continue;
      if (this.register(keys, () => this.press(id))) this.registered.set(id, keys);
      else this.problems.set(id, "refused");
    }
    if (JSON.stringify(this.view()) !== before) this.deps.changed();
  }

  private register(keys: string, run: () => void): boolean {
    try {
      return this.deps.system.register(keys, run);
    } catch (error) {
      this.deps.log("shortcut", { error: (error as Error).message });
      return false;
    }
  }

  /** Also while suspended: the system is asked and given the keys back. */
  private isFree(keys: string): boolean {
    // The portal asks the person in a window of its own: once is enough.
    if (this.by !== "system") return this.by === "portal";
    if (!this.register(keys, () => undefined)) return false;
    this.deps.system.unregister(keys);
    return true;
  }

  private press(id: ShortcutId): void {
    const now = this.deps.now();
    const last = this.pressed.get(id);
    this.pressed.set(id, now);
    if (last === undefined || now - last >= heldFor) this.deps.act(id);
  }
}

const refusal = (problem: ShortcutProblem) => notSaved(`shortcut_${problem}`, why[problem]);
