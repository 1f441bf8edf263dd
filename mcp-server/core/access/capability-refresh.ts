import type { AccessPolicy } from "./access-policy";
import type { Account } from "./account";

/** Milliseconds: the answer that is under way goes first. */
const delay = 150;
/** After a failure the next call tries again, but not each call of a hurried client. */
const retryAfter = 20_000;
const longestRefresh = 60_000;
/** How long a list waits that would have nothing in it otherwise. */
const longestList = 4_000;

/**
 * Asks services in the background what their accounts have, where the list of tools depends on it and the cache is empty
 * or stale. Nobody waits for it, and its failures are silent: a call that needs the answer asks by itself.
 */
export class CapabilityRefresh {
  private running = false;
  private refresh = Promise.resolve();
  private readonly tried = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  /** @param changed told when something is different from what was known */
  constructor(
    private readonly policy: AccessPolicy,
    private readonly changed: () => void,
  ) {}

  /** Runs shortly after now, where anything is stale. */
  schedule(): void {
    if (this.running || this.timer || this.due().length === 0) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.refresh = this.run();
    }, delay);
    this.timer.unref();
  }

  /** Runs now, for a list that would be empty without it: not each client asks again when it hears of more. */
  async beforeList(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.running) this.refresh = this.run();
    const late = new Promise<void>((done) => setTimeout(done, longestList).unref());
    await Promise.race([this.refresh, late]);
  }

  private due = (): Account[] =>
    this.policy.staleAccounts().filter(({ settings }) => Date.now() - (this.tried.get(settings.id) ?? 0) > retryAfter);

  private async run(): Promise<void> {
    this.running = true;
    await Promise.all(this.due().map((account) => this.ask(account)));
    this.running = false;
  }

  private async ask(account: Account): Promise<void> {
    this.tried.set(account.settings.id, Date.now());
    try {
      // Not fresh: a call that asks at the same time shares the request, and a cache that is too old was dropped.
      const facts = await account.facts(AbortSignal.timeout(longestRefresh), false);
      if (await this.policy.learn(account, facts)) this.changed();
    } catch {
      // Offline, a locked keychain, a wrong token: whoever calls a tool is told.
    }
  }
}
