import { ServiceError } from "../../domain/errors";
import type { NetworkGuard } from "../../domain/ports";
import { type AnswerLimits, deadline, readBytes, tooSlowError, usualLimits } from "../bounded-body";
import { createDispatcher } from "../http-dispatcher";

const timeouts = { connectMs: 10_000, silenceMs: 15_000 };
const whoRuns = "Ask whoever runs it whether the address is right.";

/** What is beyond the limits is told by who can do something about it here. */
function withAdvice(error: unknown): unknown {
  if (!(error instanceof ServiceError)) return error;
  const { kind, message, detail } = error;
  return new ServiceError(kind, message, { next: whoRuns, detail, cause: error });
}

/**
 * Asks servers of a sign-in in the way in which the account is used later: through the proxies of the environment, trusting
 * the authorities of this computer and those of the file that the person chose.
 * @param tlsVerify as in the account's settings
 * @param limits smaller ones than usual
 * @param network absent: any address may be asked
 * @throws ServiceError `tls` for a file that is none, `unavailable` and `timeout` beyond the limits; else like `fetch`
 */
export async function boundedFetch(
  input: string | URL,
  init: RequestInit = {},
  tlsVerify: boolean | string = true,
  limits: Partial<AnswerLimits> = {},
  network?: NetworkGuard,
): Promise<Response> {
  const { fetch } = await import("undici");
  const { maxBytes, totalMs } = { ...usualLimits, ...limits };
  const { origin, host } = new URL(input);
  const asked = { product: host, write: false, requestId: "" };
  const dispatcher = await createDispatcher(origin, tlsVerify, timeouts, network);
  const until = deadline(init.signal, totalMs);
  try {
    const answer = await fetch(input, { ...(init as object), signal: until.signal, dispatcher });
    const text = (await readBytes(answer.body, maxBytes, asked)).toString("utf8");
    // As the platform's own, which others tell by its class; some statuses may have no body at all.
    return new Response(text === "" ? null : text, { status: answer.status, headers: [...answer.headers] });
  } catch (error) {
    const late = until.expired() && !init.signal?.aborted;
    throw withAdvice(late ? tooSlowError(asked, totalMs) : error);
  } finally {
    until.clear();
    void dispatcher.destroy().catch(() => undefined);
  }
}
