import type { Account } from "./account";
import type { Desk } from "./policy";

/** Milliseconds: the answer that is under way goes first. */
const pause = 150;
/** After a failure the next call tries again, but not each call of a hurried client. */
const patience = 20_000;
const longest = 60_000;
/** How long a list waits that would have nothing in it otherwise. */
const longestList = 4_000;

/**
 * Asks services in the background what their accounts have, where the list of tools depends on it and nobody knows (or
 * knew it long ago). Nobody waits for it, and its failures are silent: a call that needs the answer asks by itself.
 */
export class Learner {
  private running = false;
  private learning = Promise.resolve();
  private readonly tried = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  /** @param learned told when something is different from what was known */
  constructor(
    private readonly desk: Desk,
    private readonly learned: () => void,
  ) {}

  /** Shortly after now, where there is anything to learn. */
  soon(): void {
    if (this.running || this.timer || this.due().length === 0) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.learning = this.learn();
    }, pause);
    this.timer.unref();
  }

  /** Now, for a list that would be empty without it: not each client asks again when it hears of more. */
  async first(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.running) this.learning = this.learn();
    const late = new Promise<void>((done) => setTimeout(done, longestList).unref());
    await Promise.race([this.learning, late]);
  }

  private due = (): Account[] =>
    this.desk.doubtful().filter(({ settings }) => Date.now() - (this.tried.get(settings.id) ?? 0) > patience);

  private async learn(): Promise<void> {
    this.running = true;
    await Promise.all(this.due().map((account) => this.ask(account)));
    this.running = false;
  }

  private async ask(account: Account): Promise<void> {
    this.tried.set(account.settings.id, Date.now());
    try {
      // Not fresh: a call that asks at the same time shares the question, and older knowledge than this needs was let go.
      const facts = await account.facts(AbortSignal.timeout(longest), false);
      if (await this.desk.learn(account, facts)) this.learned();
    } catch {
      // Offline, a locked keychain, a wrong token: whoever calls a tool is told.
    }
  }
}
