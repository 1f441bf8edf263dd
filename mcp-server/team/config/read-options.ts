import { readFileSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { UsageError } from "#core/domain/headless-account";
import { insteadOf, unusedVariables } from "../import/foreign-options";
import { type OptionName, optionNames, rowOf, spelled } from "./options";

/** What was given, as texts: the command line wins over the environment. Switches are "true". */
export interface GivenOptions {
  values: Partial<Record<OptionName, string>>;
  /** What the person should know, one line each; for stderr. */
  notes: string[];
  positionals: string[];
}

/** Options that one command has besides the common ones. */
export type MoreOptions = Record<string, { type: "string" | "boolean" }>;

const largestSecret = 100_000;

/** @throws UsageError that names the option; values are never repeated, they may be secrets */
export function readOptions(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  more: MoreOptions = {},
): GivenOptions & { more: Record<string, string | boolean | undefined> } {
  const { values: flags, positionals } = parse(argv, more);
  const values: Partial<Record<OptionName, string>> = {};
  for (const name of optionNames) {
    const { flag, variable, secret } = rowOf(name);
    const given = (flag === undefined ? undefined : flags[flag]) ?? text(env[variable]);
    const value = given === undefined && secret ? fromFile(name, variable, env) : given;
    if (value !== undefined) values[name] = Array.isArray(value) ? value.join(",") : String(value);
    if (secret && given !== undefined && text(env[`${variable}_FILE`]) !== undefined)
      throw new UsageError(`${variable} and ${variable}_FILE are both set; one of them is enough.`);
  }
  const extra = Object.fromEntries(
    Object.keys(more).map((name) => [name, flags[name] as string | boolean | undefined]),
  );
  return { values, notes: unusedVariables(env), positionals, more: extra };
}

function parse(argv: readonly string[], more: MoreOptions) {
  const known = optionNames.flatMap((name) => {
    const { flag, takes, list } = rowOf(name);
    return flag === undefined
      ? []
      : [[flag, { type: takes ? ("string" as const) : ("boolean" as const), multiple: list ?? false }]];
  });
  for (const word of argv) {
    const flag = /^--([a-z-]+)/.exec(word)?.[1] ?? "";
    const instead = insteadOf(flag);
    if (instead !== undefined) throw new UsageError(`--${flag}: ${instead}`);
  }
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { ...Object.fromEntries(known), ...more },
    });
    return { values: values as Record<string, string | boolean | string[] | undefined>, positionals };
  } catch (error) {
    // Node's message goes on with advice, and may end with the value.
    const named = /'(--?[a-z][\w-]*)/.exec((error as Error).message)?.[1];
    throw new UsageError(named ? `${named} is not an option here, or it is not used like this.` : "Wrong options.");
  }
}

function fromFile(name: OptionName, variable: string, env: NodeJS.ProcessEnv): string | undefined {
  const file = text(env[`${variable}_FILE`]);
  if (file === undefined) return undefined;
  try {
    const found = statSync(file);
    if (!found.isFile() || found.size > largestSecret) throw Object.assign(new Error(), { code: "not a small file" });
    const secret = text(readFileSync(file, "utf8"));
    if (secret === undefined) throw Object.assign(new Error(), { code: "empty" });
    return secret;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${spelled(name)}: the file that ${variable}_FILE names cannot be read (${code}).`);
  }
}

const text = (value: string | undefined) => (value === undefined || value.trim() === "" ? undefined : value.trim());
