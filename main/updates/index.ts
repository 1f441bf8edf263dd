import { type Log, notSaved } from "../app/failure";
import type { Scheduler } from "../app/scheduler";
import type { UpdatesView } from "../ipc/contract/updates";
import { instantOf } from "../timer/instant";
import type { Engine, Found } from "./engine";
import type { UpdateMemory } from "./memory";
import type { UpdateOwner } from "./owner";
import { problemOf, type UpdateProblem } from "./problem";
import { untilCheck, whileBusy } from "./schedule";

export type UpdateMode = "ask" | "automatic" | "never";

/** What a person is told of once. */
export type UpdateNews = { kind: "available" | "ready" | "failed"; version: string };

export interface UpdatesDeps {
  owner(): UpdateOwner;
  mode(): UpdateMode;
  /** Loads what looks for updates; called by the first look. */
  open(): Promise<Engine>;
  /** Punchcard asks somebody, writes, imports or sends. */
  isBusy(): boolean;
  memory: UpdateMemory;
  scheduler: Scheduler;
  /** From 0 to 1. */
  random(): number;
  changed(): void;
  tell(news: UpdateNews): void;
  /** Where a version is described; null: nowhere. */
  page(version: string): Promise<string | null>;
  /** Starts the app again, as its person would. */
  restart(): void;
  log: Log;
}

/** A reading in the background is waited for, and no more than that. */
const mostLooks = 20;
const betweenLooks = 250;

type Phase = "idle" | "checking" | "available" | "downloading" | "ready" | "installing";

/** New versions of this app: looked for at most daily, downloaded as its person allows, put in place when they say so. */
export class Updates {
  private phase: Phase = "idle";
  private found: Found | null = null;
  private percent = 0;
  private problem: UpdateProblem | null = null;
  private engine: Promise<Engine> | null = null;
  private looked = false;

  constructor(private readonly deps: UpdatesDeps) {}

  view(): UpdatesView {
    const { memory, owner } = this.deps;
    const checkedAt = memory.get().checkedAt;
    return {
      owner: owner(),
      phase: this.phase,
      version: this.found?.version ?? null,
      notes: this.found?.notes ?? [],
      percent: Math.floor(this.percent),
      problem: this.problem,
      checkedAt: checkedAt === null ? null : instantOf(checkedAt),
      isCurrent: this.looked && this.found === null && this.problem === null,
    };
  }

  /** Plans the next look; also when the setting or the company's policy changed. */
  plan(): void {
    const { scheduler, memory, random } = this.deps;
    scheduler.clear("check");
    if (!this.looksByItself() || this.phase === "ready") return;
    scheduler.set("check", untilCheck(memory.get().checkedAt, scheduler.now(), random()), () => void this.byItself());
  }

  stop(): void {
    this.deps.scheduler.clearAll();
  }

  /** A person asked. */
  async check(): Promise<void> {
    this.requireOwn();
    await this.look();
    this.plan();
  }

  /** After a failure it is looked again first: what was wrong may have been put right. */
  async download(): Promise<void> {
    this.requireOwn();
    if (this.problem !== null) await this.look();
    await this.fetch();
  }

  /** @throws AppFailure `update_busy` in the middle of something; what was under way is not cut off for an update */
  async install(): Promise<void> {
    this.requireOwn();
    if (this.phase !== "ready") throw notSaved("update_not_ready", "There is no update to install.");
    this.set("installing");
    if (!(await this.idle())) {
      this.set("ready");
      throw notSaved("update_busy", "Punchcard is in the middle of something.", "Try again in a moment.");
    }
    try {
      const engine = await this.opened();
      if (await engine.install()) this.deps.restart();
    } catch (error) {
      this.failed(error, "ready");
    }
  }

  /** @throws AppFailure `not_found` */
  async releasePage(): Promise<string> {
    const page = this.found && (await this.deps.page(this.found.version));
    if (page) return page;
    throw notSaved("not_found", "There is no page about this version.");
  }

  /** Idle twice in a row: between two entries of a series it looks idle for a moment. */
  private async idle(): Promise<boolean> {
    const { scheduler, isBusy } = this.deps;
    for (let look = 0, quiet = 0; look < mostLooks; look++) {
      quiet = isBusy() ? 0 : quiet + 1;
      if (quiet === 2) return true;
      await new Promise<void>((resolve) => scheduler.set("idle", betweenLooks, resolve));
    }
    return false;
  }

  private looksByItself = () => this.deps.owner() === "app" && this.deps.mode() !== "never";

  private requireOwn(): void {
    if (this.deps.owner() !== "app")
      throw notSaved("update_not_ours", "This copy of Punchcard does not update itself.");
  }

  private async byItself(): Promise<void> {
    const { scheduler, isBusy, mode } = this.deps;
    if (!this.looksByItself()) return;
    if (isBusy()) return scheduler.set("check", whileBusy, () => void this.byItself());
    await this.look();
    if (this.phase === "available" && mode() === "automatic") await this.fetch();
    this.tellOnce();
    this.plan();
  }

  private async look(): Promise<void> {
    if (this.phase !== "idle" && this.phase !== "available") return;
    this.set("checking");
    try {
      const engine = await this.opened();
      this.found = await engine.check();
      this.looked = true;
      this.problem = null;
      this.set(this.found ? "available" : "idle");
    } catch (error) {
      this.found = null;
      this.failed(error, "idle");
    } finally {
      this.deps.memory.put({ checkedAt: this.deps.scheduler.now() });
      this.deps.changed();
    }
  }

  private async fetch(): Promise<void> {
    if (this.phase !== "available") return;
    this.percent = 0;
    this.problem = null;
    this.set("downloading");
    try {
      const engine = await this.opened();
      await engine.download((percent) => {
        const isNews = Math.floor(percent) > Math.floor(this.percent);
        this.percent = percent;
        if (isNews) this.deps.changed();
      });
      this.set("ready");
    } catch (error) {
      this.failed(error, "available");
    }
  }

  private opened(): Promise<Engine> {
    this.engine ??= this.deps.open().catch((error: unknown) => {
      this.engine = null;
      throw error;
    });
    return this.engine;
  }

  private set(phase: Phase): void {
    this.phase = phase;
    this.deps.changed();
  }

  private failed(error: unknown, phase: Phase): void {
    this.problem = problemOf(error);
    this.deps.log("update failed", { problem: this.problem, error: String(error).slice(0, 300) });
    this.set(phase);
  }

  /** Offline is no news; what else went wrong, what is there and what is ready are, but only once of each version. */
  private tellOnce(): void {
    const { memory, tell } = this.deps;
    const version = this.found?.version ?? "";
    const kind = this.problem ? "failed" : this.phase === "ready" || this.phase === "available" ? this.phase : null;
    if (kind === null || this.problem === "offline") return;
    const told = `${kind} ${version} ${this.problem ?? ""}`.trim();
    if (memory.get().told.includes(told)) return;
    memory.put({ told: [...memory.get().told, told].slice(-20) });
    tell({ kind, version });
  }
}
