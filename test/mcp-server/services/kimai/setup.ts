import type { Service } from "../../../../mcp-server/domain/ports";
import { createKimaiService } from "../../../../mcp-server/services/kimai";
import { type FakeKimai, type FakeKimaiOptions, startFakeKimai } from "../../../fakes/kimai";
import type { TokenName } from "../../../fakes/kimai/seed";
import { morning, type Sessions, sessionsWith } from "../session";

export { collect, failureOf } from "../session";

export interface Setup extends Sessions<TokenName, Service> {
  kimai: FakeKimai;
}

/** A fake Kimai with a stopped clock and a service on it. */
export async function setup(who: TokenName = "user", options: FakeKimaiOptions = {}): Promise<Setup> {
  const kimai = await startFakeKimai({ now: morning, frozen: true, zones: { user: "Europe/Berlin" }, ...options });
  const sessions = sessionsWith(
    kimai,
    who,
    (name) => kimai.tokens[name],
    (env, timing): Service => createKimaiService({ url: kimai.url, tlsVerify: true }, env, timing),
  );
  return { kimai, ...sessions };
}
