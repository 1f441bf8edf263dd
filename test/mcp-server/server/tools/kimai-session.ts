import { onTestFinished } from "vitest";
import type { FakeKimaiOptions } from "../../../fakes/kimai";
import { openToolSession, thursday } from "../../../fakes/tool-session";
import { withPlugins } from "../../core/services/kimai/plugged";
import { type Setup, setup } from "../../core/services/kimai/setup";

/** The tools behind the session, over the real adapter and a fake Kimai. */
export async function kimaiSession(
  who: Parameters<typeof setup>[0],
  wanted: Parameters<typeof openToolSession>[0] & { plugins?: boolean } = {},
  options: FakeKimaiOptions = {},
) {
  const { plugins, ...session } = wanted;
  // The clock of the session.
  const atSession = { now: thursday, ...options };
  const open: Setup = await (plugins ? withPlugins(who, atSession) : setup(who, atSession));
  onTestFinished(open.close);
  const { call, ...rest } = openToolSession({ profile: "everything", ...session, service: open.service });
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
  /** Everything that Kimai was asked to change; questions for its form, which are no writes, left out. */
  const sent = () =>
    open.kimai.requests
      .filter(({ method, status = 0 }) => !["GET", "HEAD"].includes(method) && status < 400)
      .map(({ method, path, body }) => `${method} ${path} ${body}`);
  return { ...rest, ...open, call, ok, refused, sent };
}
