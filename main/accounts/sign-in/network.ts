import { ServiceError } from "../../../mcp-server/domain/errors";
import { AppFailure } from "../../ipc/failure";

const timeouts = { connectMs: 10_000, silenceMs: 15_000 };

/**
 * Asks servers of a sign-in in the way in which the account is used later: through the proxies of the environment, trusting
 * the authorities of this computer and those of the file that the person chose.
 * @param tlsVerify as in the account's settings
 * @throws AppFailure `tls` for a file that is none; else like `fetch`
 */
export async function networkFetch(
  input: string | URL,
  init: RequestInit = {},
  tlsVerify: boolean | string = true,
): Promise<Response> {
  const [{ fetch }, { createDispatcher }] = await Promise.all([
    import("undici"),
    import("../../../mcp-server/services/http/dispatcher"),
  ]);
  const dispatcher = await createDispatcher(new URL(input).origin, tlsVerify, timeouts).catch((error: unknown) => {
    if (!(error instanceof ServiceError)) throw error;
    const { message, next, detail } = error;
    throw new AppFailure({ code: "tls", message, saved: "no", ...(next && { next }), ...(detail && { detail }) });
  });
  try {
    const answer = await fetch(input, { ...(init as object), dispatcher });
    const text = await answer.text();
    // As the platform's own, which others tell by its class; some statuses may have no body at all.
    return new Response(text === "" ? null : text, { status: answer.status, headers: [...answer.headers] });
  } finally {
    void dispatcher.destroy().catch(() => undefined);
  }
}
