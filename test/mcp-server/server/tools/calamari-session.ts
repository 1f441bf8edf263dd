import { onTestFinished } from "vitest";
import { callMay } from "#core/platform/call-context";
import type { FakeCalamariOptions } from "../../../fakes/calamari";
import { openToolSession, thursday } from "../../../fakes/tool-session";
import { type Setup, setup } from "../../core/services/calamari/setup";

/**
 * The tools behind the session, over the real adapter and a fake Calamari. What the adapter may ask about others is what the
 * account's permissions say, as in the server.
 */
export async function calamariSession(
  wanted: Parameters<typeof openToolSession>[0] = {},
  options: FakeCalamariOptions = {},
  who: Parameters<typeof setup>[0] = "nora",
) {
  const open: Setup = await setup(who, { now: thursday, ...options }, { may: callMay });
  onTestFinished(open.close);
  const { call, ...rest } = openToolSession({ profile: "track", ...wanted, service: open.service });
  const ok = async (name: string, args: Record<string, unknown> = {}) => {
    const answer = await call(name, args);
    // A preview with a token is no success.
    if (answer.isError || answer.data.confirm) throw new Error(`${name} failed: ${answer.text}`);
    return answer;
  };
  const refused = async (name: string, args: Record<string, unknown> = {}) => {
    const answer = await call(name, args);
    if (!answer.isError) throw new Error(`${name} was taken: ${answer.text}`);
    return { ...answer, error: (answer.data.error ?? {}) as { code: string; message: string; saved: string } };
  };
  /** What was sent to an operation, newest last. */
  const sent = (path: RegExp) =>
    open.calamari.requests
      .filter((one) => path.test(one.path))
      .map(({ body }) => JSON.parse(body || "{}") as Record<string, unknown>);
  return { ...rest, ...open, call, ok, refused, sent };
}
