import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type HeadlessAccount, type HeadlessOptions, UsageError } from "#core/domain/headless-account";
import { type ProfileName, profileNames, unknownClient } from "#core/domain/permission-profiles";
import { headlessServices, listed } from "#core/service-catalog/descriptors";
import { accountOptions, firstOptions, servicesOf, sheetsOf } from "./headless-accounts";

const remote = headlessServices.filter(({ isLocal }) => !isLocal);
const products = listed(
  remote.map(({ label }, index) => `${index === 0 ? "A" : "a"} ${label}`),
  "and",
);
const prefixes = listed(
  remote.flatMap(({ headless }) => headless.prefix ?? []),
  "and",
);
const never = remote.flatMap(({ headless }) => headless.notFromDotEnv?.variable ?? []);
const exceptions = never.length > 0 ? `, but for ${listed(never, "and")}` : "";

export const usage = `Usage: punchcard-mcp [stdio|doctor|time-sheet|import-kimai-mcp FILE] [options]

  stdio                  serve MCP on standard input and output (default)
  doctor                 check settings, keychain, accounts and registration
  time-sheet             tell whether the time sheet is whole, and which copies of it there are
  time-sheet restore     put its newest whole copy (or the one named) in the place of a damaged one
  time-sheet use FILE    put a copy of a time sheet of yours in the place of a damaged one
  time-sheet new         begin an empty one in the place of a damaged one
      --look             with use: only show what it contains
      --account ID       which one, where there are several
  import-kimai-mcp FILE  take the accounts of kimai-mcp over, from a client's configuration or
                         a users.json: tokens go to the keychain, FILE stays as it is
      --only NAME        only this entry or person of it

Accounts come from Punchcard's settings, or from these options:
${headlessServices.flatMap(({ headless }) => Object.values(headless.options).flat()).join("\n")}
  --profile NAME         look, track (default), manage or everything; only with the options above
                         or an import
  --may-confirm-by-itself
                         where nobody can be asked (the client shows no questions, Punchcard does
                         not run), a client may say itself that its person agreed. The price: an AI
                         can then delete, or act for others, without anybody having seen it. Only
                         with the options above

  serve                  serve a company over HTTP: "serve --help" lists its options
  import FILE            take the people of a users.json of kimai-mcp over into that server
  invite, remove EMAIL   let a person into that server, or end what they have there
  doctor --public URL    check such a server from outside, as an AI client reaches it
  rotate-keys            seal what it stores with a new key
  audit verify|export    check the log of that server, or print it

  --settings DIR         Punchcard's folder (default ~/.punchcard)
  --client ID            which AI client this is: it may be allowed less; without it the limit of
                         unknown programs holds
  --help, --version

${products} may be used together. The ${prefixes} variables
may also stand in a file .env in the current folder${exceptions}; an address from there
counts only with the credential from there. They name an account only where no option does and no
--client is named: a registered client uses what Punchcard's settings say.
`;

const namedCommands = ["stdio", "doctor", "time-sheet", "import-kimai-mcp"] as const;
const commands = [...namedCommands, "help", "version"] as const;
/** Of the team server: they read their options themselves (team-commands.ts). */
const teamCommands = ["serve", "invite", "remove", "import", "rotate-keys", "audit"];

/** @param args of the whole command line: `doctor` is a command of both */
export const isTeamCommand = ([name = "", ...args]: readonly string[]) =>
  teamCommands.includes(name) || (name === "doctor" && args.some((word) => /^--public(=|$)/.test(word)));

const sheetActions = ["show", "restore", "use", "new"] as const;

interface SheetChoice {
  action: (typeof sheetActions)[number];
  /** File name of a copy. */
  copy?: string;
  /** The person's own file. */
  own?: string;
  account?: string;
  /** Shows what the file contains, and changes nothing. */
  look: boolean;
  json: boolean;
}

export interface CommandLine {
  command: (typeof commands)[number];
  /** What `import-kimai-mcp` reads. */
  file?: string;
  only?: string;
  /** What to do about a time sheet, and which one. */
  sheet?: SheetChoice;
  home: string;
  client: string;
  /** Started by the app: it proves itself on standard input. */
  tray: boolean;
  /** Started by the app to serve its clients' launchers over a socket: the path of the launcher. */
  host?: string;
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
  const options = Object.fromEntries(accountOptions.map((name) => [name, (values as HeadlessOptions)[name]]));
  const [named = "stdio", file, ...more] = positionals;
  const command = values.help ? "help" : values.version ? "version" : commands.find((one) => one === named);
  const imports = command === "import-kimai-mcp";
  const onSheet = command === "time-sheet";
  const takesMore = imports || onSheet || values.help || values.version;
  if (!command || more.length > (onSheet ? 1 : 0) || (file !== undefined && !takesMore))
    throw new UsageError(`Unknown command. Commands are: ${[...namedCommands, ...teamCommands].join(", ")}.`);
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
    if (values.tray ?? accountOptions.find((name) => options[name] !== undefined))
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
  const [what] = more;
  if (!action || (action === "use") !== (what !== undefined && action !== "restore"))
    throw new UsageError("time-sheet is followed by nothing, by restore [COPY], use FILE, or new.");
  if (values.look && action !== "use") throw new UsageError("--look goes with time-sheet use.");
  if (onSheet) {
    const { account, json = false, look = false } = values;
    const named = action === "use" ? { own: resolve(cwd, what ?? "") } : { copy: what };
    const sheet = { action, ...named, account, look, json };
    return { ...common, command, sheet, tray: false, headless: sheetsOf(options, cwd), notes: [] };
  }
  const registered = values.client !== undefined || values.tray === true || values.host !== undefined;
  const { accounts: headless, notes } = servicesOf(options, registered, env, cwd);
  if (values.profile !== undefined && headless.length === 0)
    throw new UsageError(`--profile needs an account of the command line (${listed(firstOptions, "or")}).`);
  if (common.confirmsItself && headless.length === 0)
    throw new UsageError(
      "--may-confirm-by-itself needs an account of the command line; for others it is set in Punchcard: What an AI may do.",
    );
  if (values.host !== undefined && (values.client !== undefined || values.tray || headless.length > 0))
    throw new UsageError("--host is for Punchcard itself.");
  if (values.tray && headless.length > 0) throw new UsageError("--tray takes its accounts from the settings.");
  return { ...common, command, tray: values.tray ?? false, host: values.host, headless, notes };
}

/** Which of them there are the services say. */
const ofAccounts: Record<string, { type: "string" }> = Object.fromEntries(
  accountOptions.map((name) => [name, { type: "string" as const }]),
);

const parse = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...ofAccounts,
      settings: { type: "string" },
      client: { type: "string" },
      profile: { type: "string" },
      "may-confirm-by-itself": { type: "boolean" },
      only: { type: "string" },
      account: { type: "string" },
      look: { type: "boolean" },
      json: { type: "boolean" },
      tray: { type: "boolean" },
      host: { type: "string" },
      help: { type: "boolean", short: "h" },
      version: { type: "boolean", short: "V" },
    },
  });
