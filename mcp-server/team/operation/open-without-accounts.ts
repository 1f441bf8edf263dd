import { InMemoryServerEventBus } from "@modelcontextprotocol/server";
import { AccessPolicy } from "../../access/access-policy";
import { openLog } from "../../platform/log";
import type { OpenPerson } from "../http/open-person";

/** Serves people who have connected no account: every tool is listed, and each call says what is missing. */
export const openWithoutAccounts =
  (home: string): OpenPerson =>
  async (_person, grant) => {
    const log = openLog(home);
    const policy = new AccessPolicy({ home, log, secrets: new Map(), keychain: false, client: grant.id, tray: false });
    const deps = {
      policy,
      checkSettings: async () => undefined,
      wrote: () => undefined,
      toolsMayDiffer: () => undefined,
    };
    return { deps, bus: new InMemoryServerEventBus() };
  };
