import { join } from "node:path";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { AccessPolicy } from "../access/access-policy";
import { headlessAccounts, unprotectedNote } from "../access/account";
import { brokenPolicy } from "../access/company-bounds";
import { applyCompanyNetwork } from "../platform/company-policy/network";
import { openCompanyPolicy } from "../platform/company-policy/reader";
import { WatchedFile, watchFolder } from "../platform/file-watcher";
import { limitLines, longestLine } from "../platform/line-limit";
import { openLog } from "../platform/log";
import { createServer, type ServerHandle } from "../server/create-server";
import type { CommandLine } from "./command-line";
import type { TrayHello } from "./tray-hello";

/** Names of homeFiles (settings.ts), which is not loaded where no settings are read. */
const files = { settings: "settings.json", changed: "changed" };
const goodbye = 1_500;
/** Milliseconds between two looks for another policy of the company; each call looks too. */
const policyLook = 15_000;

/** Serves MCP on standard input and output until it ends; what is not ours never reaches stdout. */
export async function runStdio(line: CommandLine, hello: TrayHello | null): Promise<void> {
  const log = openLog(line.home);
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

  const readSettings = headless || hello?.account ? null : (await import("../platform/load-settings")).loadSettings;
  const warned = new Set<string>();
  const warn = (note: string) => {
    if (warned.has(note)) return;
    warned.add(note);
    process.stderr.write(`punchcard: ${note}\n`);
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
      const note = unprotectedNote(account);
      if (note !== null) warn(note);
    }
  };
  load();

  // Not by what it says of itself, but because it has proven to be the app.
  const forApp = hello ? (await import("../server/app-requests")).handleAppRequests : undefined;
  let writing = Promise.resolve();
  const deps = {
    policy,
    ...(forApp && { forApp }),
    wrote(account: string) {
      const text = `${JSON.stringify({ at: new Date().toISOString(), account, client })}\n`;
      writing = writing
        .then(async () => {
          const [{ writeWhole }, { homeFolder }] = await Promise.all([
            import("../platform/atomic-file"),
            import("../platform/private-folder"),
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
  const checkCompany = async () => {
    if (!(await company.look())) return;
    // Another way to the services: connections that are open go the former one.
    if (applyCompanyNetwork(company.current()))
      policy.use({ accounts: [], activeAccount: null, limits: {}, problem: null });
    load();
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
  const transport = new StdioServerTransport(lines, process.stdout, { maxBufferSize: 2 * longestLine });
  process.stdin.pipe(lines);
  const handle = serveStdio(
    () => {
      const one = createServer({
        ...deps,
        checkSettings: async () => {
          settings.check();
          await checkCompany();
        },
      });
      handles.add(one);
      one.server.onclose = () => handles.delete(one);
      return one.server;
    },
    { transport, onerror: (error) => void log.write("protocol", { error: error.message }) },
  );
  // After the first answers: a watch is not worth anybody's waiting.
  const watching = setTimeout(() => watchFolder(line.home, [settings, changed]), 150);
  watching.unref();
  setInterval(() => void checkCompany(), policyLook).unref();

  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    clearTimeout(watching);
    setTimeout(() => process.exit(0), goodbye).unref();
    Promise.allSettled([handle.close(), policy.close(), writing]).then(() => process.exit(0));
  };
  process.stdin.once("end", end).once("close", end);
  process.stdout.once("error", end);
  process.once("SIGTERM", end).once("SIGINT", end);
}
