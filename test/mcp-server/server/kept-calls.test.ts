import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, onTestFinished, test } from "vitest";
import { AccessPolicy } from "#core/access/access-policy";
import { openLog } from "#core/platform/log";
import { accountSettings } from "#core/platform/settings";
import type { Caller } from "#server/caller";
import { dispatch } from "#server/dispatch";
import { ToolCatalog } from "#server/tool-catalog";
import { startFakeKimai } from "../../fakes/kimai";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const later = () => new Promise((resolve) => setImmediate(resolve));

/** What a call is told by, as the server makes it: it holds the whole request. */
function callerOf(request: object): Caller {
  return {
    signal: new AbortController().signal,
    name: "test",
    waits: false,
    canAsk: false,
    progress: () => void request,
    since: async () => null,
    answered: async () => "yes",
  };
}

test("what an account keeps between calls does not keep their requests in memory", async () => {
  const kimai = await startFakeKimai({ entries: 3 });
  const home = mkdtempSync(join(tmpdir(), "punchcard-kept-"));
  const secrets = new Map([["kimai-1", kimai.tokens.user]]);
  const policy = new AccessPolicy({ home, log: openLog(home), client: "test", tray: false, secrets, keychain: false });
  onTestFinished(async () => {
    await policy.close();
    await kimai.close();
    rmSync(home, { recursive: true, force: true });
  });
  const account = { id: "kimai-1", service: "kimai", label: "Kimai", url: kimai.url };
  const settings = accountSettings.parse({ ...account, permissions: { profile: "everything" } });
  policy.use({ accounts: [settings], activeAccount: null, limits: {}, problem: null });
  const unasked = async () => {
    throw new Error("nothing to confirm");
  };
  const deps = {
    ...{ policy, catalog: new ToolCatalog(policy), tokens: unasked, inApp: async () => null },
    ...{ startApp: async () => null, wrote: () => undefined, learned: () => undefined },
  };

  const requests: WeakRef<object>[] = [];
  const call = async (tool: string) => {
    const request = { body: "of this call" };
    requests.push(new WeakRef(request));
    expect(await dispatch(tool, {}, callerOf(request), deps)).not.toHaveProperty("isError", true);
  };
  // The first reads what is kept: facts, lists, rights, pages.
  for (const tool of ["get_status", "list_time", "get_account", "report_time"]) await call(tool);

  await expect
    .poll(async () => {
      await later();
      collect();
      return requests.map((one) => one.deref()).filter(Boolean);
    })
    .toEqual([]);
});
