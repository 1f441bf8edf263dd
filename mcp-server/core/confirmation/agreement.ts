import { InputError } from "../domain/errors";
import { NotConfirmed, ReadAgain } from "../domain/interruption";
import type { Cell, Level } from "../domain/permission-cells";
import type { Confirmation } from "../domain/question/confirmation";
import { type PreviewLine, textOf } from "../domain/question/lines";
import type { PendingAction } from "../domain/question/question";
import { cleanText } from "../domain/text";
import type { ConfirmTokens } from "./confirm-token";
import type { OpenQuestion, PersonQuestions } from "./person-questions";
import { confirmSeconds, wrongToken } from "./token-rules";

/** What the protocol knows about asking the person of one call. */
export interface Asker {
  signal: AbortSignal;
  progress(done: number, total?: number, message?: string): void;
  /** How the client names itself. */
  name: string | null;
  /** The client can show its person a question. */
  canAsk: boolean;
  /** Somebody waits for this call while the app asks the person instead. */
  waits: boolean;
  /** When the call was made that this one repeats with an answer (ms since 1970); null: it is the first. */
  since(): Promise<number | null>;
  /** What the person answered to our question about exactly this act; null: was not asked yet. */
  answered(action: PendingAction): Promise<"yes" | "no" | null>;
}

/** The ways to ask a person who is not asked by the client itself. */
export interface ConfirmationChannels {
  tokens(): Promise<ConfirmTokens>;
  /** Asks in a window of the app; null: it does not run. */
  inApp(): Promise<PersonQuestions | null>;
  /** Starts the app, to ask there; null: it cannot be started. @param until milliseconds since 1970 */
  startApp(asker: Asker, until: number): Promise<PersonQuestions | null>;
}

export interface AgreementOptions extends ConfirmationChannels {
  action: PendingAction;
  /** The argument `confirm`. */
  token: string | undefined;
  asker: Asker;
  client: string;
  account: { id: string; label: string };
  level(cell: Cell): Level;
  require(cells: readonly Cell[]): void;
  /** The app itself is asked nothing. */
  tray: boolean;
  /** The person lets this account's clients answer in their place. */
  confirmsItself: boolean;
  /** How a person allows it where nobody can be asked. */
  selfConfirmHint: string;
  /** Milliseconds since 1970 until which this call waits for its person at most. */
  until: number;
}

const textsOf = (preview: readonly PreviewLine[]) => preview.map((line) => cleanText(textOf(line), 2_000));

/**
 * The person's word on one call. Each question is bound to what the person is shown and to what the call would act on: where
 * either differs by the time of the answer, the yes is none and the person is asked again.
 */
export class Agreement {
  /** Digests of what was agreed to. */
  readonly agreed = new Set<string>();
  private readonly opened = new Set<Cell>();
  private readonly asking = new Map<string, Promise<void>>();

  /** Where the latest yes was given; null: nothing was agreed to. */
  approvedIn: "client" | "window" | null = null;

  private told = 0;

  constructor(private readonly options: AgreementOptions) {}

  /** Progress must grow with each message, also from the start of the app to the wait for its answer. */
  private readonly progress: Asker["progress"] = (done, total, message) => {
    this.told = Math.max(done, this.told + 1e-6);
    this.options.asker.progress(this.told, total, message);
  };

  /**
   * When the call was made for the first time: what it says of `now` means the same when it is repeated with the answer.
   * @returns milliseconds since 1970; `now` where this is the first time, or that was too long ago for any yes
   */
  async since(now: number): Promise<number> {
    const at = await this.firstCall();
    return at !== null && at <= now && now - at <= confirmSeconds * 1000 ? at : now;
  }

  private async firstCall(): Promise<number | null> {
    const { token, asker, inApp, tokens } = this.options;
    if (asker.canAsk) return asker.since();
    if (token === undefined) return null;
    return (await (await inApp())?.since(token)) ?? (await tokens()).since(token);
  }

  /** @throws InputError, NotConfirmed; ReadAgain: agreed, but time has passed since what the call acts on was read */
  async confirm(wanted: Confirmation, at: number): Promise<void> {
    const { cells, always = false } = wanted;
    const { tray, level, require } = this.options;
    require(cells);
    if (tray || (!always && cells.every((cell) => level(cell) === "allow"))) return;
    const { digestOf, seenIn } = await import("./confirm-token");
    const action: PendingAction = { ...this.options.action, seen: seenIn(wanted) };
    const digest = digestOf(action);
    if (!this.agreed.has(digest)) {
      // Parts of one call that run at once ask the same question once.
      let asking = this.asking.get(digest);
      if (!asking) {
        asking = this.ask(action, digest, wanted, at);
        this.asking.set(digest, asking);
      }
      await asking;
    }
    for (const cell of cells) this.opened.add(cell);
  }

  private async ask(action: PendingAction, digest: string, wanted: Confirmation, at: number): Promise<void> {
    const { asker, inApp, startApp, confirmsItself, until } = this.options;
    if (asker.canAsk) {
      const answer = await asker.answered(action);
      if (answer === "no") throw new InputError("declined", "The person said no; nothing was done.");
      if (answer === null) throw this.notConfirmed(action, wanted, at);
      this.agree(digest, "client");
      return;
    }
    const running = asker.waits ? await inApp() : null;
    if (!running && confirmsItself) return await this.byToken(action, digest, wanted, at);
    const app = running ?? (asker.waits ? await startApp({ ...asker, progress: this.progress }, until) : null);
    if (!app) throw this.nobody(wanted);
    await this.inWindow(app, action, wanted, at);
    this.agree(digest, "window");
    this.asking.delete(digest);
    throw new ReadAgain();
  }

  private async inWindow(app: PersonQuestions, action: PendingAction, wanted: Confirmation, at: number): Promise<void> {
    const { asker, client, account, token, tokens, until } = this.options;
    const { cells, count = 1, preview } = wanted;
    const others = cells.some((cell) => cell.startsWith("others_"));
    const question = {
      client,
      says: asker.name,
      account,
      action,
      count,
      others,
      preview,
      at,
      agreed: [...this.agreed],
    };
    const redeem = async (other: string) => (await tokens()).redeem(other, action, this);
    const waiter = { call: this, token, redeem, until, signal: asker.signal, progress: this.progress };
    const waiting = await app.agree(question, waiter);
    if (waiting) throw this.notConfirmed(action, wanted, at, waiting);
  }

  private async byToken(action: PendingAction, digest: string, wanted: Confirmation, at: number): Promise<void> {
    const { token, tokens } = this.options;
    if (token === undefined) throw this.notConfirmed(action, wanted, at);
    const outcome = (await tokens()).redeem(token, action, this);
    // A token of an earlier question of this call goes on to the next.
    if (outcome === "next") throw this.notConfirmed(action, wanted, at);
    if (outcome !== "ok") throw wrongToken(outcome);
    this.agree(digest, "client");
  }

  private agree(digest: string, where: "client" | "window"): void {
    this.agreed.add(digest);
    this.approvedIn = where;
  }

  private notConfirmed(action: PendingAction, wanted: Confirmation, at: number, waiting?: OpenQuestion) {
    const preview = textsOf(wanted.preview);
    return new NotConfirmed(preview, this.toldOf(wanted), { action, agreed: [...this.agreed], at }, waiting);
  }

  /** The preview for the model: the person sees all of it, who may not read it does not learn it from a preview either. */
  private toldOf({ preview, shows = [] }: Confirmation): string[] {
    const { level } = this.options;
    if (shows.every((cell) => level(cell) === "allow" || this.opened.has(cell))) return textsOf(preview);
    return ["What exactly is for your person only: reading it is not allowed here."];
  }

  private nobody(wanted: Confirmation) {
    const lines = this.toldOf(wanted).map((line) => line.replace(/\s+/g, " "));
    const more = lines.length > 6 ? ` and ${lines.length - 6} more lines` : "";
    return new InputError(
      "confirm",
      `Your person has to agree to this first, and cannot be asked: this client shows no questions, and Punchcard does not run. Nothing was done. This is what they would be asked: ${lines.slice(0, 6).join(" / ")}${more}`,
      {
        next: `Ask your person to start Punchcard, then call again: it asks them in a window. ${this.options.selfConfirmHint}`,
      },
    );
  }
}
