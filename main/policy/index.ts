import type { PolicyState } from "#core/domain/company-policy/index";
import { applyCompanyNetwork } from "#core/platform/company-policy/network";
import type { CompanyPolicyReader } from "#core/platform/company-policy/reader";
import type { Log } from "../app/failure";

/** Milliseconds between two looks: systems tell nothing of their registry, and a folder may not exist yet. */
const lookEvery = 15_000;

/** What the company says, for as long as the app runs. */
export class CompanyPolicyWatch {
  private timer: ReturnType<typeof setInterval> | undefined;
  private first: Promise<void> | undefined;

  constructor(
    private readonly deps: {
      reader: Pick<CompanyPolicyReader, "current" | "look">;
      /** Something else holds from now on. */
      changed(): void;
      log: Log;
    },
  ) {}

  current = (): PolicyState => this.deps.reader.current();

  /** Resolves when it was read once. */
  start(): Promise<void> {
    this.timer ??= setInterval(() => void this.look(), lookEvery).unref();
    this.first ??= this.look();
    return this.first;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (!(await this.deps.reader.look())) return;
    const state = this.current();
    applyCompanyNetwork(state);
    this.deps.log("company policy", state.kind === "broken" ? { broken: state.problem } : { kind: state.kind });
    this.deps.changed();
  }
}

/** The hours in minutes after midnight with which reminders begin to be quiet; null: the policy does not say. */
export function quietHours(state: PolicyState): { from: number; to: number } | null {
  const hours = state.kind === "bound" ? state.policy.defaults?.quietHours : undefined;
  if (!hours) return null;
  const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  return { from: minutes(hours.from), to: minutes(hours.to) };
}
