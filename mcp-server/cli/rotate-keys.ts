import { UsageError } from "#core/domain/headless-account";
import { rotateKeys } from "#team/keys/rotate";
import { oneRotation } from "#team/keys/rotation-lease";
import { noteCommand } from "./note-command";
import { onTeamStore } from "./team-command";

const usage = `Usage: punchcard-mcp rotate-keys [--prepare] [--forget]

Makes a new key in the key file and seals every person's key with it, while servers run.
  --prepare   only write the new key to the file, so that you can copy the file to other servers first;
              rotate-keys then uses it
  --forget    take former keys out of the file: an older backup of the database opens no more
The options --data, --key-file and DATABASE_URL are those of serve.`;

/** @returns the exit code */
export function run(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const more = { prepare: { type: "boolean" }, forget: { type: "boolean" } } as const;
  return onTeamStore(args, env, { usage, more }, async ({ database, clock, keyFile, words, options, print }) => {
    const choice = { prepare: options.prepare === true, forget: options.forget === true };
    if (words.length > 0 || (choice.prepare && choice.forget))
      throw new UsageError("rotate-keys takes --prepare or --forget.");
    const { kid, rewrapped, unused } = await oneRotation(database, clock, "command", () =>
      rotateKeys(database, keyFile, clock, choice),
    );
    if (choice.prepare) {
      print(
        `The key ${kid} is in ${keyFile} and is not used yet. Copy the file to every server, then run rotate-keys.`,
      );
      return;
    }
    await noteCommand(database, clock, "rotate_keys", kid);
    print(`The key ${kid} is in use; ${rewrapped} keys of people and server were sealed with it.`);
    if (unused.length === 0) return;
    const former = `Former keys: ${unused.join(", ")}.`;
    print(
      choice.forget ? `${former} They are gone.` : `${former} Only older backups need them; --forget removes them.`,
    );
  });
}
