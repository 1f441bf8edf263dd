import { createRequestStateCodec, type RequestStateCodec, type ServerContext } from "@modelcontextprotocol/server";
import type { ConfirmationChannels } from "../confirmation/agreement";
import type { AppQuestions } from "../confirmation/app-window";
import type { ConfirmTokens } from "../confirmation/confirm-token";
import type { AppStarter } from "../confirmation/start-app";
import { confirmSeconds } from "../confirmation/token-rules";
import type { PendingAction } from "../domain/question";

/** What a client keeps for us between our question and its person's answer. */
export interface SealedState {
  /** What the question is about, and what the same call was allowed before it. */
  digest: string;
  agreed: string[];
  nonce: string;
  /** When that call was made first, milliseconds since 1970. */
  at: number;
}

interface TokenTools {
  tokens: ConfirmTokens;
  /** Seals what a client sends back with its person's answer; bound to this process and to the method. */
  codec: RequestStateCodec<SealedState>;
  digestOf(action: PendingAction): string;
  randomKey(): Buffer;
}

/** The ways to ask a person, each loaded by the first question: cryptography alone is a tenth of the start. */
export class LazyConfirmation implements ConfirmationChannels {
  private tools: Promise<TokenTools> | undefined;
  private questions: Promise<AppQuestions> | undefined;
  private starter: Promise<AppStarter> | undefined;

  constructor(private readonly options: { home: string; now?: () => number }) {}

  tokenTools(): Promise<TokenTools> {
    this.tools ??= import("../confirmation/confirm-token").then(({ ConfirmTokens, digestOf, randomKey }) => {
      const bind = (ctx: ServerContext) => ctx.mcpReq.method;
      const codec = createRequestStateCodec<SealedState>({ key: randomKey(), ttlSeconds: confirmSeconds, bind });
      return { tokens: new ConfirmTokens(randomKey()), codec, digestOf, randomKey };
    });
    return this.tools;
  }

  tokens = async () => (await this.tokenTools()).tokens;

  inApp = async () => {
    const questions = await this.appQuestions();
    return questions.appRuns() ? questions : null;
  };

  startApp: ConfirmationChannels["startApp"] = async (asker, until) => {
    this.starter ??= import("../confirmation/start-app").then(({ startInstalledApp }) =>
      startInstalledApp(this.options.home),
    );
    const questions = await this.appQuestions();
    const started = await (await this.starter).start(() => questions.appRuns(), asker, until);
    return started ? questions : null;
  };

  private appQuestions(): Promise<AppQuestions> {
    this.questions ??= import("../confirmation/app-window").then(({ AppQuestions }) => new AppQuestions(this.options));
    return this.questions;
  }
}
