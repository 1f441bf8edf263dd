import { createRequestStateCodec, type RequestStateCodec, type ServerContext } from "@modelcontextprotocol/server";
import type { ConfirmationChannels } from "#core/confirmation/agreement";
import type { AppQuestions } from "#core/confirmation/app-window";
import type { ConfirmTokens } from "#core/confirmation/confirm-token";
import type { AppStarter } from "#core/confirmation/start-app";
import { confirmSeconds } from "#core/confirmation/token-rules";
import type { PendingAction } from "#core/domain/question/question";
import type { Awaitable } from "#core/journal/journal-store";

/** What a client keeps for us between our question and its person's answer. */
export interface SealedState {
  /** What the question is about, and what the same call was allowed before it. */
  digest: string;
  agreed: string[];
  nonce: string;
  /** When that call was made first, milliseconds since 1970. */
  at: number;
}

export interface StateTools {
  /** Seals what a client sends back with its person's answer; bound to this process and to the method. */
  codec: RequestStateCodec<SealedState>;
  digestOf(action: PendingAction): string;
  randomKey(): Buffer;
  /** One yes, one call. @param by the call */
  spend(nonce: string, by: object): Awaitable<"ok" | "used">;
}

/** How the person of one connection is asked, and what proves their answer. */
export interface ConnectionConfirmation extends ConfirmationChannels {
  stateTools(): Promise<StateTools>;
  /** Whether the client may show its user questions and send their answers; absent: any that can. */
  mayAskInClient?(): boolean;
  /** Told when the connection is closed; absent where other connections go on with it. */
  close?(): Promise<void>;
}

/** The ways to ask a person, each loaded by the first question: cryptography alone is a tenth of the start. */
export class LazyConfirmation implements ConnectionConfirmation {
  private tools: Promise<StateTools & { tokens: ConfirmTokens }> | undefined;
  private questions: Promise<AppQuestions> | undefined;
  private starter: Promise<AppStarter> | undefined;

  constructor(private readonly options: { home: string; now?: () => number }) {}

  stateTools() {
    this.tools ??= import("#core/confirmation/confirm-token").then(({ ConfirmTokens, digestOf, randomKey }) => {
      const bind = (ctx: ServerContext) => ctx.mcpReq.method;
      const codec = createRequestStateCodec<SealedState>({ key: randomKey(), ttlSeconds: confirmSeconds, bind });
      const tokens = new ConfirmTokens(randomKey());
      return { tokens, codec, digestOf, randomKey, spend: (nonce: string, by: object) => tokens.spend(nonce, by) };
    });
    return this.tools;
  }

  tokens = async () => (await this.stateTools()).tokens;

  inApp = async () => {
    const questions = await this.appQuestions();
    return questions.appRuns() ? questions : null;
  };

  startApp: ConfirmationChannels["startApp"] = async (asker, until) => {
    this.starter ??= import("#core/confirmation/start-app").then(({ startInstalledApp }) =>
      startInstalledApp(this.options.home),
    );
    const questions = await this.appQuestions();
    const started = await (await this.starter).start(() => questions.appRuns(), asker, until);
    return started ? questions : null;
  };

  /** Nobody waits for an answer any more. */
  async close(): Promise<void> {
    (await this.questions)?.close();
  }

  private appQuestions(): Promise<AppQuestions> {
    this.questions ??= import("#core/confirmation/app-window").then(
      ({ AppQuestions }) => new AppQuestions(this.options),
    );
    return this.questions;
  }
}
