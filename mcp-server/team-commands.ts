/** Commands of the team server, in a bundle of their own (out/team): neither the app nor a stdio server carries them. */
const commands: Record<string, () => Promise<{ run: TeamCommand }>> = {
  serve: () => import("#cli/serve"),
  invite: () => import("#cli/invite"),
  remove: () => import("#cli/remove"),
  import: () => import("#cli/import/users"),
  audit: () => import("#cli/audit"),
  doctor: () => import("#cli/doctor-public"),
  "rotate-keys": () => import("#cli/rotate-keys"),
};

/** @param args after the command's name @returns the exit code */
export type TeamCommand = (args: string[], env: NodeJS.ProcessEnv) => Promise<number>;

/** @returns the exit code; undefined: there is no such command */
export async function runTeamCommand(
  name: string,
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<number | undefined> {
  const load = commands[name];
  if (!load) return undefined;
  const { run } = await load();
  return run(args, env);
}
