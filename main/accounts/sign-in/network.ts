import { ServiceError } from "../../../mcp-server/domain/errors";
import type { AnswerLimits } from "../../../mcp-server/platform/bounded-body";
import { AppFailure } from "../../app/failure";

const timeouts = { connectMs: 10_000, silenceMs: 15_000 };

function failureOf(error: unknown, next?: string): unknown {
  if (!(error instanceof ServiceError)) return error;
  const { kind: code, message, detail } = error;
  return new AppFailure({ code, message, saved: "no", ...(next && { next }), ...(detail && { detail }) });
}

/**
 * Asks servers of a sign-in in the way in which the account is used later: through the proxies of the environment, trusting
 * the authorities of this computer and those of the file that the person chose.
 * @param tlsVerify as in the account's settings
 * @param limits smaller ones for tests
 * @throws AppFailure `tls` for a file that is none, `unavailable` and `timeout` beyond the limits; else like `fetch`
 */
export async function networkFetch(
  input: string | URL,
  init: RequestInit = {},
  tlsVerify: boolean | string = true,
  limits: Partial<AnswerLimits> = {},
): Promise<Response> {
  const [{ fetch }, { createDispatcher }, { deadline, readBytes, tooSlowError, usualLimits }] = await Promise.all([
    import("undici"),
    import("../../../mcp-server/platform/http-dispatcher"),
    import("../../../mcp-server/platform/bounded-body"),
  ]);
  const { maxBytes, totalMs } = { ...usualLimits, ...limits };
  const { origin, host } = new URL(input);
  const asked = { product: host, write: false, requestId: "" };
  const dispatcher = await createDispatcher(origin, tlsVerify, timeouts).catch((error) => {
    throw failureOf(error, error.next);
  });
  const until = deadline(init.signal, totalMs);
  try {
    const answer = await fetch(input, { ...(init as object), signal: until.signal, dispatcher });
    const text = (await readBytes(answer.body, maxBytes, asked)).toString("utf8");
    // As the platform's own, which others tell by its class; some statuses may have no body at all.
    return new Response(text === "" ? null : text, { status: answer.status, headers: [...answer.headers] });
  } catch (error) {
    const late = until.expired() && !init.signal?.aborted;
    throw failureOf(late ? tooSlowError(asked, totalMs) : error, "Ask whoever runs it whether the address is right.");
  } finally {
    until.clear();
    void dispatcher.destroy().catch(() => undefined);
  }
}
