import { UsageError } from "#core/domain/headless-account";
import { type MoreOptions, readOptions } from "#team/config/read-options";
import { storeConfig } from "#team/config/team-config";
import { KeyFileError } from "#team/keys/key-file";
import { RotationUnderWay } from "#team/keys/rotation-lease";
import { PeopleError } from "#team/people/person";
import type { Clock, Database } from "#team/store/database";
import { openTeamStore } from "#team/store/open";
import { SharedClock } from "#team/store/shared-clock";
import { StoreError } from "#team/store/store-error";
import { ImportProblem } from "./import/client-entries";

/** What a command beside the running team server works with. */
export interface TeamCall {
  database: Database;
  /** The database's, as running servers have it. */
  clock: Clock;
  keyFile: string;
  words: readonly string[];
  options: Record<string, string | boolean | undefined>;
  values: ReturnType<typeof readOptions>["values"];
  print(line: string): void;
}

/**
 * Runs a command on the team server's store. What can be expected to go wrong is told as one sentence.
 * @param usage shown for `--help`
 * @returns the exit code: 2 for wrong options, 1 where it was not done
 */
export async function onTeamStore(
  args: string[],
  env: NodeJS.ProcessEnv,
  { usage, more, cwd = process.cwd() }: { usage: string; more: MoreOptions; cwd?: string },
  work: (call: TeamCall) => Promise<void>,
): Promise<number> {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  if (args.includes("--help")) {
    print(usage);
    return 0;
  }
  let database: Database | undefined;
  try {
    const { values, notes, positionals: words, more: options } = readOptions(args, env, more);
    for (const note of notes) process.stderr.write(`punchcard: ${note}\n`);
    const config = storeConfig(values, cwd);
    database = await openTeamStore({ ...config, mustExist: true });
    const { now: clock } = await SharedClock.of(database);
    await work({ database, clock, keyFile: config.keyFile, words, options, values, print });
    return 0;
  } catch (error) {
    const isUsage = error instanceof UsageError;
    if (!isUsage && !isExpected(error)) throw error;
    process.stderr.write(`punchcard: ${(error as Error).message}\n${isUsage ? `\n${usage}\n` : ""}`);
    return isUsage ? 2 : 1;
  } finally {
    await database?.close();
  }
}

const expected = [PeopleError, StoreError, KeyFileError, RotationUnderWay, ImportProblem];
const isExpected = (error: unknown) => expected.some((kind) => error instanceof kind);
