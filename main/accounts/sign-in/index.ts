import { randomBytes } from "node:crypto";
import { readSignIn } from "#core/domain/sign-in";
import { type Fetch, findSignIn, type SignInPlace } from "#core/platform/browser-sign-in/discover";
import { finishSignIn, revokeSignIn, startSignIn } from "#core/platform/browser-sign-in/exchange";
import { type Log, notSaved } from "../../app/failure";
import { openLoopback, type PageWords } from "./loopback";
import { signInWords } from "./service";

export interface SignInDeps {
  fetch: Fetch;
  /** Opens the person's browser. @param origin the only one that may be opened: the one that was shown */
  openBrowser(address: string, origin: string): Promise<void>;
  words(): PageWords;
  log: Log;
  /** Milliseconds that a person has for signing in; absent: five minutes. */
  patience?: number;
}

const toolsOf = ({ fetch, log }: Pick<SignInDeps, "fetch" | "log">) => ({ fetch, log, words: signInWords });

/** The browser's part: open, and wait for what it brings back. */
async function browse(place: SignInPlace, deps: SignInDeps, signal: AbortSignal) {
  const state = randomBytes(32).toString("base64url");
  const loopback = await openLoopback(state, deps.words());
  const patience = deps.patience ?? 5 * 60_000;
  let timer: NodeJS.Timeout | undefined;
  try {
    const { redirectUrl } = loopback;
    const { authorizationUrl, ...started } = await startSignIn(place, { redirectUrl, state }, toolsOf(deps), signal);
    signal.throwIfAborted();
    await deps.openBrowser(authorizationUrl.href, place.origin);
    signal.throwIfAborted();
    const given = await Promise.race([
      loopback.answer,
      new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(notSaved("timeout", "Nobody signed in within five minutes.", "Start again when you are ready.")),
          patience,
        );
        signal.addEventListener(
          "abort",
          () => reject(notSaved("cancelled", "Signing in was cancelled; nothing was kept.")),
          { once: true },
        );
      }),
    ]);
    return { started, given };
  } catch (error) {
    if (signal.aborted) throw notSaved("cancelled", "It was cancelled.");
    throw error;
  } finally {
    clearTimeout(timer);
    loopback.close();
  }
}

/**
 * Signs a person in through their browser: own registration, code with PKCE, a redirect to this computer.
 * @returns the credential for the keychain (domain/sign-in.ts); the access token is not in it
 * @throws AppFailure, SignInProblem, ServiceError in words
 */
export async function signIn(place: SignInPlace, deps: SignInDeps, signal: AbortSignal): Promise<string> {
  const { started, given } = await browse(place, deps, signal);
  return finishSignIn(started, given, toolsOf(deps), signal);
}

/** Tells the place that the sign-in is over, where it can be told. Best effort: whoever disconnects is not kept waiting. */
export async function signOut(mcpUrl: string, secret: string, deps: Pick<SignInDeps, "fetch" | "log">): Promise<void> {
  const kept = readSignIn(secret);
  if (!kept) return;
  const signal = AbortSignal.timeout(10_000);
  try {
    const place = await findSignIn(mcpUrl, signInWords, deps.fetch, signal, deps.log);
    await revokeSignIn(place, kept, toolsOf(deps), signal);
  } catch (error) {
    deps.log("sign-out", { error: error instanceof Error ? error.name : "unknown" });
  }
}
