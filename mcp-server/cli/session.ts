import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { AccessPolicy } from "#core/access/access-policy";
import { headlessAccounts, unprotectedNote } from "#core/access/account";
import { brokenPolicy } from "#core/access/company-bounds";
import { applyCompanyNetwork, companyNetwork } from "#core/platform/company-policy/network";
import { openCompanyPolicy } from "#core/platform/company-policy/reader";
import { WatchedFile, watchFolder } from "#core/platform/file-watcher";
import { limitLines, longestLine } from "#core/platform/line-limit";
import type { LocalLog } from "#core/platform/log";
import {
  applySystemProxies,
  readSystemProxies,
  systemProxies,
  systemProxiesFile,
} from "#core/platform/system-proxy/index";
import { createServer, type ServerHandle } from "#server/create-server";
import type { CommandLine } from "./command-line";
import type { TrayHello } from "./tray-hello";

/** Names of homeFiles (settings.ts), which is not loaded where no settings are read. */
const files = { settings: "settings.json", changed: "changed" };
/** Milliseconds that calls which are told to stop get until their accounts are closed. */
const goodbye = 10_000;
/** Milliseconds between two looks for another policy of the company; each call looks too. */
const policyLook = 15_000;

export interface SessionParts {
  line: CommandLine;
  /** The app itself; null: an AI client. */
  hello: TrayHello | null;
  log: LocalLog;
  input: Readable;
  output: Writable;
  /** Told what the person should know of where the accounts come from, one line each. */
  note(text: string): void;
}

export interface Session {
  /** Stops what is under way, waits for it, and closes the accounts. Does not end the streams. */
  close(): Promise<void>;
}

/** Serves MCP to one client: its own access policy, accounts, questions and watches, none of which another session sees. */
export async function openSession({ line, hello, log, input, output, note }: SessionParts): Promise<Session> {
  const headless = line.headless.length > 0;
  const made = headlessAccounts(line.headless, line.profile, line.confirmsItself);
  const secrets = hello ? new Map(Object.entries(hello.secrets)) : made.secrets;
  for (const secret of secrets.values()) log.hide(secret);
  const client = hello ? "tray" : line.client;
  const handles = new Set<ServerHandle>();
  const company = openCompanyPolicy(process.platform, process.env);
  await company.look();
  applyCompanyNetwork(company.current());
  const policy = new AccessPolicy({
    company: company.current,
    home: line.home,
    log,
    secrets,
    keychain: !headless,
    dotEnvs: made.dotEnvs,
    client,
    tray: hello !== null,
    // Who proved to be the app gave the credential, and alone is told what became of it.
    ...(hello && {
      rotated(account: string, secret: string) {
        for (const one of handles) one.credentialReplaced(account, secret);
      },
    }),
  });

  const readSettings = headless || hello?.account ? null : (await import("#core/platform/load-settings")).loadSettings;
  const warned = new Set<string>();
  const warn = (text: string) => {
    if (warned.has(text)) return;
    warned.add(text);
    note(text);
  };
  const load = () => {
    const loaded = readSettings?.(line.home, client) ?? {
      accounts: hello?.account ? [hello.account] : made.accounts,
      activeAccount: null,
      limits: {},
      problem: null,
    };
    policy.use(loaded);
    const broken = brokenPolicy(company.current());
    if (broken !== null) warn(broken);
    for (const account of loaded.accounts) {
      const text = unprotectedNote(account);
      if (text !== null) warn(text);
    }
  };
  load();

  // Not by what it says of itself, but because it has proven to be the app.
  const forApp = hello ? (await import("#server/app-requests")).handleAppRequests : undefined;
  let writing = Promise.resolve();
  const deps = {
    policy,
    ...(forApp && { forApp }),
    wrote(account: string) {
      const text = `${JSON.stringify({ at: new Date().toISOString(), account, client })}\n`;
      writing = writing
        .then(async () => {
          const [{ writeWhole }, { homeFolder }] = await Promise.all([
            import("#core/platform/atomic-file"),
            import("#core/platform/private-folder"),
          ]);
          await writeWhole(join(line.home, files.changed), text, homeFolder);
        })
        .catch(() => undefined);
    },
    toolsMayDiffer() {
      for (const one of handles) one.toolsChanged();
    },
  };
  const settings = new WatchedFile(join(line.home, files.settings), () => {
    if (!readSettings) return;
    load();
    deps.toolsMayDiffer();
  });
  const readProxies = () => applySystemProxies(readSystemProxies(line.home));
  const proxies = new WatchedFile(join(line.home, systemProxiesFile), () => {
    readProxies();
    reload();
  });
  // Not before it is watched, and early enough: nothing is connected to before the first call.
  readProxies();
  const networkNow = () => JSON.stringify([companyNetwork(), systemProxies()]);
  let network = networkNow();
  const reload = () => {
    // Another way to the services, told first here or in another session: connections that are open go the former one.
    if (networkNow() !== network) policy.use({ accounts: [], activeAccount: null, limits: {}, problem: null });
    network = networkNow();
    load();
  };
  const checkCompany = async () => {
    if (!(await company.look())) return;
    applyCompanyNetwork(company.current());
    reload();
    deps.toolsMayDiffer();
  };
  const changed = new WatchedFile(join(line.home, files.changed), () => {
    for (const one of handles) one.statusChanged();
  });

  const lines = limitLines((id) => {
    const message = `The message is longer than ${longestLine / 1024 / 1024} MB. Nothing was done; send less at once.`;
    void log.write("protocol", { error: message });
    void transport.send({ jsonrpc: "2.0", id, error: { code: -32600, message } }).catch(() => undefined);
  });
  // One line more than the longest fits: the SDK counts what is left of the one before it, too.
  const transport = new StdioServerTransport(lines, output, { maxBufferSize: 2 * longestLine });
  const all: ServerHandle[] = [];
  const handle = serveStdio(
    () => {
      const one = createServer({
        ...deps,
        checkSettings: async () => {
          settings.check();
          proxies.check();
          await checkCompany();
        },
      });
      handles.add(one);
      all.push(one);
      one.server.onclose = () => handles.delete(one);
      return one.server;
    },
    { transport, onerror: (error) => void log.write("protocol", { error: error.message }) },
  );
  input.pipe(lines);
  // After the first answers: a watch is not worth anybody's waiting.
  let watch: { close(): void } | undefined;
  const watching = setTimeout(() => {
    watch = watchFolder(line.home, [settings, changed, proxies]);
  }, 150);
  watching.unref();
  const looking = setInterval(() => void checkCompany(), policyLook);
  looking.unref();

  const end = async () => {
    clearTimeout(watching);
    clearInterval(looking);
    watch?.close();
    input.unpipe(lines);
    await handle.close().catch(() => undefined);
    // What is under way notes in the journal what became of it.
    const ended = Promise.all(all.map((one) => one.end()));
    await Promise.race([ended, sleep(goodbye, undefined, { ref: false })]);
    await Promise.allSettled([policy.close(), writing]);
  };
  let ending: Promise<void> | undefined;
  return {
    close() {
      ending ??= end();
      return ending;
    },
  };
}
