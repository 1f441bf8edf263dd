import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { HeadlessAccount } from "../access/headless-account";
import { type ProfileName, profileNames, unknownClient } from "../domain/permission-profiles";
import { servicesOf, UsageError } from "./headless-accounts";

export const usage = `Usage: punchcard-mcp [stdio|doctor|time-sheet|import-kimai-mcp FILE] [options]

  stdio                  serve MCP on standard input and output (default)
  doctor                 check settings, keychain, accounts and registration
  time-sheet             tell whether the time sheet is whole, and which copies of it there are
  time-sheet restore     put its newest whole copy (or the one named) in the place of a damaged one
  time-sheet new         begin an empty one in the place of a damaged one
      --account ID       which one, where there are several
  import-kimai-mcp FILE  take the accounts of kimai-mcp over, from a client's configuration or
                         a users.json: tokens go to the keychain, FILE stays as it is
      --only NAME        only this entry or person of it

Accounts come from Punchcard's settings, or from these options:
  --local FILE           a time sheet on this computer
  --kimai-url URL        a Kimai; KIMAI_URL
  --kimai-token TOKEN    its API token; better in KIMAI_API_TOKEN (arguments show in process lists)
  --ssl-verify VALUE     true (default), false, or a file with CA certificates; KIMAI_SSL_VERIFY
  --clockodo-user E-MAIL a Clockodo; CLOCKODO_API_USER
  --clockodo-key KEY     its API key; better in CLOCKODO_API_KEY
  --clockodo-url URL     only where something stands in for Clockodo (https); CLOCKODO_API_URL
  --calamari-url URL     a Calamari: its address, or the company's name in it; CALAMARI_URL
  --calamari-key KEY     an API key of the company; better in CALAMARI_API_KEY
  --calamari-person WHO  whose time and leave: e-mail address, login or externalNumber:ABC123;
                         CALAMARI_PERSON
  --profile NAME         look, track (default), manage or everything; only with the options above
                         or an import
  --may-confirm-by-itself
                         where nobody can be asked (the client shows no questions, Punchcard does
                         not run), a client may say itself that its person agreed. The price: an AI
                         can then delete, or act for others, without anybody having seen it. Only
                         with the options above

  --settings DIR         Punchcard's folder (default ~/.punchcard)
  --client ID            which AI client this is: it may be allowed less; without it the limit of
                         unknown programs holds
  --help, --version

A Kimai, a Clockodo and a Calamari may be used together. The KIMAI_, CLOCKODO_ and CALAMARI_ variables
may also stand in a file .env in the current folder, but for KIMAI_SSL_VERIFY; an address from there
counts only with the credential from there. They name an account only where no option does and no
--client is named: a registered client uses what Punchcard's settings say.
`;

const commands = ["stdio", "doctor", "time-sheet", "import-kimai-mcp", "help", "version"] as const;
const sheetActions = ["show", "restore", "new"] as const;

export interface CommandLine {
  command: (typeof commands)[number];
  /** What `import-kimai-mcp` reads. */
  file?: string;
  only?: string;
  /** What to do about a time sheet, and which one. */
  sheet?: { action: (typeof sheetActions)[number]; copy?: string; account?: string; json: boolean };
  home: string;
  client: string;
  /** Started by the app: it proves itself on standard input. */
  tray: boolean;
  profile: ProfileName;
  /** For the accounts of the command line: clients may answer for their person where nobody can be asked. */
  confirmsItself: boolean;
  headless: HeadlessAccount[];
  /** What the person should know of where the accounts come from, one line each; for stderr. */
  notes: string[];
}

export { UsageError };

/** @throws UsageError with what is wrong; values of options are never repeated, they may be secrets. */
export function parseCommandLine(argv: string[], env: NodeJS.ProcessEnv, cwd: string): CommandLine {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    throw new UsageError((error as Error).message.split("\n")[0]?.split(". To specify")[0] ?? "Wrong options.");
  }
  const { values, positionals } = parsed;
  const [named = "stdio", file, ...more] = positionals;
  const command = values.help ? "help" : values.version ? "version" : commands.find((one) => one === named);
  const imports = command === "import-kimai-mcp";
  const onSheet = command === "time-sheet";
  const takesMore = imports || onSheet || values.help || values.version;
  if (!command || more.length > (onSheet ? 1 : 0) || (file !== undefined && !takesMore))
    throw new UsageError("Unknown command: it is stdio, doctor, time-sheet or import-kimai-mcp FILE.");
  if (imports && !file) throw new UsageError("import-kimai-mcp needs the path of a file.");
  if (values.only !== undefined && !imports) throw new UsageError("--only goes with import-kimai-mcp.");
  const profile = profileNames.find((name) => name === (values.profile ?? "track"));
  if (!profile) throw new UsageError(`--profile is one of ${profileNames.join(", ")}.`);
  if (values.client !== undefined && !/^[\w.@-]{1,64}$/.test(values.client))
    throw new UsageError("--client is a short id of letters, digits, dots and dashes.");

  const common = {
    home: resolve(cwd, values.settings ?? join(homedir(), ".punchcard")),
    client: values.client ?? unknownClient,
    profile,
    confirmsItself: values["may-confirm-by-itself"] ?? false,
  };
  if (imports) {
    if (common.confirmsItself) throw new UsageError("--may-confirm-by-itself does not go with an import.");
    if (values.tray ?? accountOptions.find((name) => values[name] !== undefined))
      throw new UsageError("import-kimai-mcp takes its accounts from the file.");
    return {
      ...common,
      command,
      file: resolve(cwd, file ?? ""),
      only: values.only,
      tray: false,
      headless: [],
      notes: [],
    };
  }
  if (values.account !== undefined && !onSheet) throw new UsageError("--account goes with time-sheet.");
  const action = sheetActions.find((one) => one === (onSheet ? (file ?? "show") : "show"));
  if (!action || (action !== "restore" && more.length > 0))
    throw new UsageError("time-sheet is followed by nothing, by restore [COPY] or by new.");
  const headless: HeadlessAccount[] = [];
  if (values.local === "") throw new UsageError("--local needs the path of a file.");
  if (values.local !== undefined) headless.push({ service: "local", file: resolve(cwd, values.local) });
  if (onSheet) {
    const sheet = { action, copy: more[0], account: values.account, json: values.json ?? false };
    return { ...common, command, sheet, tray: false, headless, notes: [] };
  }
  const { accounts, notes } = servicesOf(values, env, cwd);
  headless.push(...accounts);
  if (values.profile !== undefined && headless.length === 0)
    throw new UsageError(
      "--profile needs an account of the command line (--local, --kimai-url, --clockodo-user or --calamari-url).",
    );
  if (common.confirmsItself && headless.length === 0)
    throw new UsageError(
      "--may-confirm-by-itself needs an account of the command line; for others it is set in Punchcard: What an AI may do.",
    );
  if (values.tray && headless.length > 0) throw new UsageError("--tray takes its accounts from the settings.");
  return { ...common, command, tray: values.tray ?? false, headless, notes };
}

const accountOptions = [
  "local",
  "kimai-url",
  "kimai-token",
  "ssl-verify",
  "clockodo-user",
  "clockodo-key",
  "clockodo-url",
  "calamari-url",
  "calamari-key",
  "calamari-person",
] as const;

const parse = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      local: { type: "string" },
      "kimai-url": { type: "string" },
      "kimai-token": { type: "string" },
      "ssl-verify": { type: "string" },
      "clockodo-user": { type: "string" },
      "clockodo-key": { type: "string" },
      "clockodo-url": { type: "string" },
      "calamari-url": { type: "string" },
      "calamari-key": { type: "string" },
      "calamari-person": { type: "string" },
      settings: { type: "string" },
      client: { type: "string" },
      profile: { type: "string" },
      "may-confirm-by-itself": { type: "boolean" },
      only: { type: "string" },
      account: { type: "string" },
      json: { type: "boolean" },
      tray: { type: "boolean" },
      help: { type: "boolean", short: "h" },
      version: { type: "boolean", short: "V" },
    },
  });
