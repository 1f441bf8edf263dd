import { randomBytes } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../domain/errors";
import { appBeat, largestQuestion, type PendingAction, type Question } from "../domain/question/question";
import { writeWhole } from "../platform/atomic-file";
import { onFolderChange } from "../platform/file-watcher";
import { homeFiles } from "../platform/state/home-files";
import { digestOf } from "./confirm-token";
import type { Asking, OpenQuestion, PersonQuestions, Waiter } from "./person-questions";
import { oneLine, shownLines } from "./shown-lines";
import { confirmSeconds, wrongToken } from "./token-rules";

type Outcome = "allow" | "deny" | "late" | "gone";

interface Asked {
  id: string;
  digest: string;
  /** Tool, account and arguments alone: the same call, whatever it meets. */
  call: string;
  agreed: readonly string[];
  at: number;
  token: string;
  expires: number;
  outcome: Outcome | null;
  /** Until then its file is not there yet. */
  written: Promise<void>;
  /** The yes was acted upon. */
  spent: boolean;
  /** Calls that wait for it now. */
  waiters: number;
  timer: NodeJS.Timeout;
  /** Takes it back when this process ends. */
  leave(): void;
}

const said: Record<Exclude<Outcome, "allow">, string> = {
  deny: "The person said no in Punchcard's window; nothing was done.",
  late: "Nobody said yes in time, which counts as no; nothing was done.",
  gone: "Punchcard was closed before anybody answered, which counts as no; nothing was done.",
};
const ours = /^[0-9a-f]{32}(\.answer)?\.json/;
/** Bytes. */
const largestAnswer = 1_000;
const progressEvery = 5_000;

const callOf = ({ seen: _seen, ...action }: PendingAction) => digestOf(action);

/** Rather in English than not at all: the app reads no larger file. */
function fitting(question: Question): string {
  const whole = JSON.stringify(question);
  return Buffer.byteLength(whole) < largestQuestion ? whole : JSON.stringify({ ...question, parts: undefined });
}

/**
 * Asks the person in a window of the running app, for clients that cannot ask by themselves: a question file goes to
 * `<home>/confirmations`, the app's answer comes back beside it. No answer, a question that vanished and an app that ended are a no.
 */
export class AppQuestions implements PersonQuestions {
  private readonly asked = new Set<Asked>();
  private readonly folder: string;
  private readonly now: () => number;

  constructor(
    private readonly options: { home: string; now?: () => number },
    /** Milliseconds after which it looks again, also where watching does not work. */
    private readonly poll = 400,
  ) {
    this.folder = join(options.home, homeFiles.confirmations);
    this.now = options.now ?? Date.now;
  }

  /**
   * The app wrote its process id where only the person can write, and lately; that process lives and is the person's own.
   */
  appRuns(): boolean {
    const file = join(this.options.home, homeFiles.trayKey);
    try {
      const { pid } = JSON.parse(readFileSync(file, "utf8")) as { pid?: unknown };
      if (Date.now() - statSync(file).mtimeMs > appBeat.goneAfter) return false;
      // Each start of a Flatpak counts processes anew, so that another one's id says nothing here.
      if (process.env.FLATPAK_ID && typeof pid === "number") return true;
      return typeof pid === "number" && Number.isSafeInteger(pid) && pid > 0 && process.kill(pid, 0);
    } catch {
      return false;
    }
  }

  since = (token: string): number | null => [...this.asked].find((one) => one.token === token)?.at ?? null;

  async agree(asking: Asking, waiter: Waiter): Promise<OpenQuestion | null> {
    const digest = digestOf(asking.action);
    this.forget();
    const known =
      waiter.token === undefined ? undefined : await this.behind(waiter.token, digest, asking.action, waiter);
    if (known?.agreed.includes(digest)) return null;
    // Nothing is awaited between looking and putting, so that the person is never asked the same twice at once.
    const open = [...this.asked].find((one) => one.digest === digest && one.outcome === null);
    const asked = known ?? open ?? this.put(asking, digest);
    const outcome = await this.wait(asked, waiter);
    if (outcome === null) {
      const seconds = Math.max(1, Math.ceil((asked.expires - this.now()) / 1000));
      return { token: asked.token, seconds };
    }
    if (outcome !== "allow") throw new InputError("declined", said[outcome]);
    if (asked.spent) throw wrongToken("used");
    asked.spent = true;
    return null;
  }

  /** Takes every open question back, also one for which no call waits just now. */
  close(): void {
    for (const asked of this.asked) this.settle(asked, "gone");
  }

  /** The question of this token. @throws InputError `confirm` for a token that is of no use. */
  private async behind(
    token: string,
    digest: string,
    action: PendingAction,
    { redeem }: Waiter,
  ): Promise<Asked | undefined> {
    const known = [...this.asked].find((one) => one.token === token);
    if (known) {
      if (known.digest === digest) return known;
      if (known.call !== callOf(action)) throw wrongToken("wrong");
      if (known.spent) throw wrongToken("used");
      if (known.agreed.includes(digest)) return known;
      // What it would act on is not what the person is looking at: that question is void, and they are asked anew.
      this.settle(known, "gone");
      return undefined;
    }
    // A good token of the time without the app allows nothing while the app can ask.
    const outcome = await redeem(token);
    if (outcome !== "ok") throw wrongToken(outcome);
    return undefined;
  }

  private put({ action, client, says, account, count, others, preview, agreed, at }: Asking, digest: string): Asked {
    const now = this.now();
    const expires = now + confirmSeconds * 1000;
    const question: Question = {
      id: randomBytes(16).toString("hex"),
      at: new Date(now).toISOString(),
      expires: new Date(expires).toISOString(),
      client: { id: client, says: (says && oneLine(says, 60)) || null },
      account: { id: account.id, label: oneLine(account.label, 120) },
      tool: action.tool,
      count,
      others,
      ...shownLines(preview),
    };
    const { id } = question;
    const token = randomBytes(18).toString("base64url");
    const timer = setTimeout(() => this.settle(asked, "late"), confirmSeconds * 1000);
    timer.unref();
    const written = this.write(this.file({ id }), question);
    const leave = () => void this.settle(asked, "gone");
    const common = { outcome: null, spent: false, waiters: 0, call: callOf(action), agreed, at };
    const asked: Asked = { ...common, id, digest, token, expires, written, timer, leave };
    process.on("exit", leave);
    this.asked.add(asked);
    return asked;
  }

  private async write(file: string, question: Question): Promise<void> {
    try {
      this.removeLeftovers();
      await writeWhole(file, `${fitting(question)}\n`);
    } catch (error) {
      const { code = "unknown" } = error as NodeJS.ErrnoException;
      throw new InputError("confirm", `The question to the person could not be written (${code}); nothing was done.`);
    }
  }

  private async wait(asked: Asked, { until, signal, progress }: Waiter): Promise<Outcome | null> {
    const began = this.now();
    let told = Number.NEGATIVE_INFINITY;
    let wake: () => void = () => undefined;
    const stopWatching = onFolderChange(this.folder, () => wake());
    const abort = () => wake();
    signal.addEventListener("abort", abort);
    asked.waiters += 1;
    try {
      await asked.written.catch((error: unknown) => {
        this.settle(asked, "gone");
        throw error;
      });
      for (;;) {
        if (signal.aborted)
          throw new InputError("cancelled", "Cancelled before the person answered; nothing was done.");
        const outcome = this.look(asked);
        const now = this.now();
        if (outcome !== null || now >= until) return outcome;
        if (now - told >= progressEvery) {
          told = now;
          // Below one, because what follows an answer counts its own steps from one.
          progress((now - began) / 1_000_000, undefined, "Waiting for the person's answer in Punchcard");
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.min(this.poll, until - now));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    } finally {
      stopWatching();
      signal.removeEventListener("abort", abort);
      asked.waiters -= 1;
      if (signal.aborted && asked.waiters === 0) this.settle(asked, "gone");
    }
  }

  private look(asked: Asked): Outcome | null {
    if (asked.outcome !== null) return asked.outcome;
    if (this.now() >= asked.expires) return this.settle(asked, "late");
    const answer = this.answerTo(asked);
    if (answer !== null) return this.settle(asked, answer);
    if (!existsSync(this.file(asked)) || !this.appRuns()) return this.settle(asked, "gone");
    return null;
  }

  private answerTo(asked: Asked): "allow" | "deny" | null {
    const file = this.file(asked, ".answer");
    let text: string;
    try {
      const found = lstatSync(file);
      // The app writes small plain files: a link or a pipe in its place is nobody's yes, and is not read.
      if (!found.isFile() || found.size > largestAnswer) return "deny";
      text = readFileSync(file, "utf8");
    } catch {
      return null;
    }
    try {
      return (JSON.parse(text) as { answer?: unknown }).answer === "allow" ? "allow" : "deny";
    } catch {
      return "deny";
    }
  }

  /** The first outcome holds; the files go. */
  private settle(asked: Asked, outcome: Outcome): Outcome {
    if (asked.outcome !== null) return asked.outcome;
    asked.outcome = outcome;
    clearTimeout(asked.timer);
    process.off("exit", asked.leave);
    this.remove(asked);
    return outcome;
  }

  private remove(asked: Asked): void {
    try {
      for (const ending of ["", ".answer"] as const) rmSync(this.file(asked, ending), { force: true });
    } catch {
      // Swept later; the outcome does not depend on it.
    }
  }

  private file = ({ id }: Pick<Asked, "id">, ending: "" | ".answer" = "") => join(this.folder, `${id}${ending}.json`);

  /** Old outcomes are kept for a while, so that a token that comes late is told why it is of no use. */
  private forget(): void {
    for (const one of this.asked)
      if (one.outcome !== null && one.expires < this.now() - confirmSeconds * 1000) this.asked.delete(one);
  }

  /** What servers and apps that were killed left behind. */
  private removeLeftovers(): void {
    if (!existsSync(this.folder)) return;
    for (const name of readdirSync(this.folder)) {
      const file = join(this.folder, name);
      const found = ours.test(name) ? statSync(file, { throwIfNoEntry: false }) : undefined;
      if (found && found.mtimeMs < Date.now() - 2 * confirmSeconds * 1000) rmSync(file, { force: true });
    }
  }
}
