import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { accountResult } from "#core/domain/results/account";
import type { AccountProof } from "#main/accounts/deps";
import { Accounts } from "#main/accounts/index";
import { toFailure } from "#main/app/failure";
import { contract } from "#main/ipc/contract/index";
import { callOnce } from "#main/server/index";
import { serverStarter, TrayProof } from "#main/server/spawn";
import { openSettings } from "#main/settings/store";
import { FakeKeychain } from "../main/fixtures";
import { temporaryFolder } from "./server";

const script = resolve(import.meta.dirname, "../../out/mcp-server/index.js");

/** A newcomer with a home of their own: main, the built server and HTTP, all real but the keychain. */
export function newPerson(more: { clockodoUrl?: string; openBrowser?: (address: string) => Promise<void> } = {}) {
  const home = temporaryFolder();
  const log: string[] = [];
  const write = (event: string, detail?: object) => void log.push(JSON.stringify([event, detail]));
  const backend = {
    set store(value: Record<string, unknown>) {
      writeFileSync(join(home, "settings.json"), JSON.stringify(value));
    },
  } as { store: Record<string, unknown> };
  const settings = openSettings({ dir: home, open: () => backend, log: write });
  const start = serverStarter({
    electron: process.execPath,
    script,
    home,
    env: { ...process.env, HOME: home },
    cwd: home,
    proof: new TrayProof(home),
  });
  /** What each account that connected proved. */
  const proofs: AccountProof[] = [];
  const keychain = new FakeKeychain();
  const accounts = new Accounts({
    settings,
    keychain,
    home,
    prove: async (hello, account, signal, rotated) => {
      const options = { start, version: "0", log: write, hello, rotated };
      const asked = { account, show: ["rights"] };
      const proof = await callOnce(options, "get_account", asked, accountResult, { signal });
      proofs.push(proof);
      return proof;
    },
    ready: async () => undefined,
    personOf: () => null,
    changed: () => undefined,
    serviceName: (service) =>
      ({ kimai: "Kimai", clockodo: "Clockodo", calamari: "Calamari" })[service as "kimai"] ?? service,
    standIn: (service) => (service === "clockodo" ? more.clockodoUrl : undefined),
    signIn: {
      fetch: (input, init) => fetch(input, init),
      openBrowser: more.openBrowser ?? (async () => undefined),
      words: () => ({ title: "Punchcard", done: "Signed in.", failed: "Not signed in." }),
      log: write,
    },
    platform: "linux",
  });
  const connect = (request: object) =>
    accounts.connect(contract["accounts:connect"].request.parse(request)).then(
      (account) => ({ account, failure: null }),
      (error: unknown) => ({ account: null, failure: toFailure(error, write) }),
    );
  const everyFile = () =>
    (readdirSync(home, { recursive: true }) as string[])
      .map((name) => join(home, name))
      .filter((file) => statSync(file).isFile())
      .map((file) => readFileSync(file, "latin1"));
  return { home, start, proofs, connect, settings, keychain, accounts, log, everyFile };
}
