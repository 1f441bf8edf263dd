import { UsageError } from "#core/domain/headless-account";
import { removalSteps } from "#team/operation/removal-steps";
import { OffBoarding } from "#team/people/off-boarding";
import { PeopleRepository } from "#team/people/people-repository";
import { PeopleError } from "#team/people/person";
import { noteCommand } from "./note-command";
import { onTeamStore } from "./team-command";

const usage = `Usage: punchcard-mcp remove EMAIL

Ends at once what a person has here: browsers, AI clients, accounts and their stored keys. What was done
stays in the log. Keys that they made at a service are still valid there: revoke those in the service. Tokens that a
service made for them here, and sign-ins at a service, are revoked by the running server, or when it starts.
The options --data and DATABASE_URL are those of serve.`;

/** @returns the exit code */
export function run(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return onTeamStore(args, env, { usage, more: {} }, async ({ database, clock, words, print }) => {
    const [email, ...others] = words;
    if (email === undefined || others.length > 0) throw new UsageError("remove takes one e-mail address.");
    const found = await new PeopleRepository(database, clock).findByEmail(email);
    if (!found) throw new PeopleError("unknown", "No user has this address.");
    await new OffBoarding(database, clock, removalSteps(clock)).remove(found.id, "operator");
    print(`${found.email} was removed. An older backup with its key file still holds their keys.`);
    await noteCommand(database, clock, "remove_person", found.id);
  });
}
