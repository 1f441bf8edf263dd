import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { parseCommandLine } from "#cli/command-line";
import { accountResult } from "#core/domain/results/account";
import type { AccountProof } from "#main/accounts/deps";
import { Accounts } from "#main/accounts/index";
import { toFailure } from "#main/app/failure";
import { contract } from "#main/ipc/contract/index";
import { callOnce } from "#main/server/index";
import { type StartServer, serverStarter, TrayProof } from "#main/server/spawn";
import { openSettings } from "#main/settings/store";
import { InProcessServer } from "../../fakes/server-in-process";
import { FakeKeychain } from "../fixtures";

const script = resolve(import.meta.dirname, "../../../out/mcp-server/index.js");

interface Options {
  /** Starts the built server (test/integration); otherwise the server is in this process. */
  built?: boolean;
  clockodoUrl?: string;
  openBrowser?: (address: string) => Promise<void>;
}

/** Starts the server in this process as the app starts its own: with the key of the app in the first line. */
const startInProcess =
  (home: string, proof: TrayProof): StartServer =>
  (hello) => {
    proof.announce();
    const server = new InProcessServer(parseCommandLine(["--tray", "--settings", home], {}, home));
    server.stdin.write(`${JSON.stringify({ key: proof.key, ...hello })}\n`);
    return server as unknown as ChildProcess;
  };

/** A new user with an empty home: main, server, and HTTP are real, the keychain is not. */
export function newUser({ built = false, ...more }: Options = {}) {
  const home = mkdtempSync(join(tmpdir(), "punchcard-new-user-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const log: string[] = [];
  const write = (event: string, detail?: object) => void log.push(JSON.stringify([event, detail]));
  const backend = {
    set store(value: Record<string, unknown>) {
      writeFileSync(join(home, "settings.json"), JSON.stringify(value));
    },
  } as { store: Record<string, unknown> };
  const settings = openSettings({ dir: home, open: () => backend, log: write });
  const proof = new TrayProof(home);
  const env = { ...process.env, HOME: home };
  const start = built
    ? serverStarter({ electron: process.execPath, script, home, env, cwd: home, proof })
    : startInProcess(home, proof);
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
