import type { QuestionAnswer } from "#core/domain/question/question";
import type { Log } from "../app/failure";
import type { Scheduler } from "../app/scheduler";
import type { ConfirmQuestion } from "../ipc/contract/confirm";
import type { AskFolder, KnownQuestion, OpenFolder } from "./folder";

export interface ConfirmationsDeps {
  open: OpenFolder;
  scheduler: Scheduler;
  /** What a client is called, where it is one that Punchcard knows. */
  labelOf(clientId: string): string | null;
  show(): void;
  hide(): void;
  changed(question: ConfirmQuestion | null): void;
  log: Log;
}

/** An allow that comes sooner after its question appeared was meant for something else. */
const leastLook = 500;
/** No question may be open longer, whatever its file says; half a minute for a clock that was set. */
const longest = 5.5 * 60_000;
const mostWaiting = 10;

/**
 * Puts the questions of servers to the person, one at a time. Anything but the person's own allow is a no: closing the
 * window, quitting, and not answering in time.
 */
export class Confirmations {
  private folder: AskFolder | null = null;
  private queue: KnownQuestion[] = [];
  private readonly answered = new Set<string>();
  private on: string | null = null;
  private since = 0;

  constructor(private readonly deps: ConfirmationsDeps) {}

  start(): void {
    this.folder = this.deps.open(() => this.scan());
  }

  /** The question that the window shows. */
  current(): ConfirmQuestion | null {
    const [question] = this.queue;
    if (!question) return null;
    const { client, ...rest } = question;
    return { ...rest, client: { ...client, label: this.deps.labelOf(client.id) } };
  }

  /** An answer to what is not shown (any more) does nothing. */
  answer(id: string, answer: QuestionAnswer): void {
    const { scheduler, log } = this.deps;
    this.scan();
    if (!this.folder || this.queue[0]?.id !== id) return;
    if (answer === "allow" && scheduler.now() - this.since < leastLook) return;
    this.write(id, answer);
    log("confirmed", { answer, tool: this.queue[0].tool, client: this.queue[0].client.id });
    this.queue.shift();
    this.turn();
  }

  /** The window is there to be seen from now on. */
  shown(): void {
    this.since = this.deps.scheduler.now();
    this.deps.changed(this.current());
  }

  /** The person closed the window. */
  closed(): void {
    const [question] = this.queue;
    if (question) this.answer(question.id, "deny");
  }

  /** Nobody can be asked any more: what waits is denied. */
  stop(): void {
    const { folder } = this;
    this.deps.scheduler.clearAll();
    // Also what came a moment ago and was not shown yet.
    for (const { id } of folder?.read() ?? []) if (!this.answered.has(id)) this.write(id, "deny");
    this.queue = [];
    this.folder = null;
    folder?.close();
  }

  private write(id: string, answer: QuestionAnswer): void {
    try {
      this.folder?.answer(id, answer);
    } catch (error) {
      // A no also stands where the question is gone; a yes that cannot be told is an error to be shown.
      if (answer === "allow") throw error;
      this.deps.log("answer not written", { error: String(error) });
      this.folder?.remove(id);
    }
    this.answered.add(id);
  }

  private scan(): void {
    const { folder } = this;
    if (!folder) return;
    const now = this.deps.scheduler.now();
    const there = new Map(folder.read().map((question) => [question.id, question]));
    for (const id of this.answered) if (!there.has(id)) this.answered.delete(id);
    for (const question of there.values()) {
      const left = Date.parse(question.expires) - now;
      if (left > 0 && left <= longest) continue;
      there.delete(question.id);
      folder.remove(question.id);
    }
    const waits = this.queue.filter(({ id }) => there.has(id));
    const fresh = [...there.values()].filter(
      ({ id }) => !this.answered.has(id) && !waits.some((question) => question.id === id),
    );
    fresh.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    this.queue = [...waits, ...fresh];
    for (const { id } of this.queue.splice(mostWaiting)) this.write(id, "deny");
    this.turn();
  }

  /** Shows the first of the queue, if it is another one than before. */
  private turn(): void {
    const { scheduler, changed, show, hide } = this.deps;
    const ends = this.queue.map(({ expires }) => Date.parse(expires));
    if (ends.length > 0) scheduler.set("expiry", Math.min(...ends) - scheduler.now(), () => this.scan());
    else scheduler.clear("expiry");
    const id = this.queue[0]?.id ?? null;
    if (id === this.on) return;
    this.on = id;
    this.since = scheduler.now();
    changed(this.current());
    if (id === null) hide();
    else show();
  }
}
