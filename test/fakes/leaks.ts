import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { McpSession } from "./mcp-session";
import { temporaryFolder, trayKey } from "./server-home";

/** A credential in each way in which it could be written somewhere. @param pair the two joined as HTTP Basic sends them */
export const formsOf = (secret: string, pair?: string): string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString("base64"),
  ...(pair === undefined ? [] : [Buffer.from(pair).toString("base64")]),
  secret.slice(0, 12),
];

/** Where any of the forms is found; the names of the places only. */
export const configLocationsOf = (forms: readonly string[], places: Record<string, string>): string[] =>
  Object.entries(places)
    .filter(([, text]) => forms.some((form) => text.includes(form)))
    .map(([place]) => place);

const filesBelow = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());

/** For tests that try each failure with each tool, of services that let a client send ten requests a second. */
export const patience = 180_000;

/** How a credential may come to the server. */
export const ways = ["the environment", "the tray's first line"] as const;
type Way = (typeof ways)[number];

interface Given {
  /** Starts the server: the built one, or one in this process. */
  start(options: { home: string; args: string[]; env?: NodeJS.ProcessEnv; firstLine?: string }): McpSession;
  args: string[];
  env: NodeJS.ProcessEnv;
  account: { id: string } & Record<string, unknown>;
  secret: string;
  /** The credential as it could be written (formsOf). */
  forms: string[];
}

/**
 * A server that got its account and credential in that way.
 * @returns `expectNoLeak` ends it and looks everywhere: what it answered and said, its files, its arguments and its
 * environment. Gives the names of the files.
 */
export function serverBy(way: Way, { start, args, env, account, secret, forms }: Given) {
  const home = temporaryFolder();
  const tray = way !== "the environment";
  const key = tray ? trayKey(home) : null;
  if (tray) writeFileSync(join(home, "settings.json"), JSON.stringify({ version: 1, accounts: [account] }));
  const server = tray
    ? start({ home, args: ["--tray"], firstLine: JSON.stringify({ key, secrets: { [account.id]: secret } }) })
    : start({ home, args, env });
  const ofProcess = (what: string) =>
    process.platform === "linux" && server.pid !== undefined
      ? readFileSync(`/proc/${server.pid}/${what}`, "latin1")
      : "";
  return {
    server,
    async expectNoLeak(answers: readonly string[]): Promise<string[]> {
      const argv = ofProcess("cmdline");
      // Who put it into the environment has it there.
      const environ = tray ? ofProcess("environ") : "";
      server.endInput();
      await server.ended;
      const files = filesBelow(home);
      const log = readFileSync(join(home, "log", "server.log"), "utf8");
      // The log is worth something: it has what the service said, without the credential.
      expect(log).toContain("is not for you");
      expect(log).toContain("[secret]");
      // The key by which the tray proves itself is as good as the credential.
      expect(
        configLocationsOf(key === null ? forms : [...forms, key], {
          results: answers.join("\n"),
          stderr: server.stderr,
          noise: server.noise.join("\n"),
          notifications: JSON.stringify(server.notifications),
          argv,
          environ,
          ...Object.fromEntries(files.map((file) => [file, readFileSync(file, "latin1")])),
        }),
      ).toEqual([]);
      return files.map((file) => file.slice(home.length + 1));
    },
  };
}
