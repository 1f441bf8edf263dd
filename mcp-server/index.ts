#!/usr/bin/env node
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type CommandLine, isTeamCommand, parseCommandLine, UsageError, usage } from "#cli/command-line";
import { version } from "#core/platform/version";

async function main(line: CommandLine): Promise<void> {
  const print = (text: string) => void process.stdout.write(`${text}\n`);
  if (line.command === "help") return void process.stdout.write(usage);
  if (line.command === "version") return void process.stdout.write(`${version}\n`);
  if (line.command === "doctor") {
    const { runDoctor } = await import("#cli/doctor");
    const code = await runDoctor(line, print);
    // A keychain that was found locked leaves a thread behind, which an ordinary end would wait for.
    return void process.stdout.write("", () => process.exit(code));
  }
  if (line.command === "time-sheet") {
    const { runTimeSheet } = await import("#cli/time-sheet");
    process.exitCode = await runTimeSheet(line, print);
    return;
  }
  if (line.command === "import-kimai-mcp") {
    const [{ importKimaiMcp }, { openCredentials }, { openLog }, { openCompanyPolicy }] = await Promise.all([
      import("#cli/import/kimai-mcp"),
      import("#core/platform/credentials"),
      import("#core/platform/log"),
      import("#core/platform/company-policy/reader"),
    ]);
    const { home, profile, only, file = "" } = line;
    const policy = openCompanyPolicy(process.platform, process.env);
    await policy.look();
    process.exitCode = await importKimaiMcp(
      { file, home, profile, only },
      { keychain: openCredentials(), log: openLog(home), print, company: policy.current() },
    );
    return;
  }
  if (line.host !== undefined) return import("#cli/host").then(({ runHost }) => runHost(line, line.host ?? ""));
  for (const note of line.notes) process.stderr.write(`punchcard: ${note}\n`);
  if (!line.tray) return import("#cli/stdio").then(({ runStdio }) => runStdio(line, null));
  const { readTrayHello } = await import("#cli/tray-hello");
  const hello = await readTrayHello(process.stdin, line.home);
  if (!hello) throw new Error("--tray is for Punchcard itself: what it said did not prove it.");
  const { runStdio } = await import("#cli/stdio");
  await runStdio(line, hello);
}

/** The team server's commands are a bundle beside this one; a part of the npm package and the container, not of the app. */
async function runTeam([name = "", ...args]: string[]): Promise<void> {
  const bundle = join(__dirname, "../team/index.js");
  if (!existsSync(bundle))
    throw new Error(`${name} is not part of the app. Use the npm package: npx punchcard-mcp ${name}`);
  const { runTeamCommand } = (await import(/* @vite-ignore */ bundle)) as typeof import("./team-commands");
  process.exitCode = await runTeamCommand(name, args, process.env);
}

function end(error: unknown): void {
  process.stderr.write(`punchcard: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

const args = process.argv.slice(2);
try {
  if (isTeamCommand(args)) runTeam(args).catch(end);
  else main(parseCommandLine(args, process.env, process.cwd())).catch(end);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`punchcard: ${error.message}\n\n${usage}`);
  process.exitCode = 2;
}
