import { UsageError } from "#core/domain/headless-account";
import { publicUrlOf } from "#team/config/team-config";
import { Invitations, invitationLimit, invitationLink } from "#team/people/invitations";
import { PeopleRepository } from "#team/people/people-repository";
import { noteCommand } from "./note-command";
import { onTeamStore } from "./team-command";

const usage = `Usage: punchcard-mcp invite EMAIL --public-url URL [--name NAME] [--group GROUP] [--admin] [--again]

Makes a link by which a user chooses a password or a passkey, once. For an existing user it is a new way to
sign in, and the browsers they were signed in with are signed out when they use it. An address whose user was
removed gets a new account, which sees nothing of the former one. With --again it is the same person: their
sign-in with the company's account and their entry of the directory lead to the new account. Admins see on
their page that a link was made, and by which user of which machine. The options
--data, DATABASE_URL and --public-url are those of serve.`;

const day = 24 * 3_600_000;

/** @returns the exit code */
export function run(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const more = {
    name: { type: "string" },
    group: { type: "string" },
    admin: { type: "boolean" },
    again: { type: "boolean" },
  } as const;
  return onTeamStore(args, env, { usage, more }, async ({ database, clock, words, options, values, print }) => {
    const [email, ...others] = words;
    if (email === undefined || others.length > 0) throw new UsageError("invite takes one e-mail address.");
    const publicUrl = publicUrlOf(values);
    const { name, group: groupName, admin, again } = options;
    const people = new PeopleRepository(database, clock);
    const { token, id } = await database.transaction(async (inside) => {
      const here = people.within(inside);
      const group = typeof groupName === "string" ? await here.ensureGroup(groupName) : undefined;
      if (group?.isNew) print(`The group ${group.name} is new: it may do what the company allows.`);
      const removed = (await here.findByEmail(email)) ? undefined : await here.findRemoved(email);
      if (again === true && !removed)
        throw new UsageError("--again is for a user who was removed, and whose address nobody else has.");
      if (again === true && removed) await here.beginAgain(removed.id);
      else if (removed) print("The former user of this address was removed. The new account sees nothing of theirs.");
      const known = await here.findByEmail(email);
      const person =
        known ??
        (await here.create({
          email,
          name: typeof name === "string" ? name : email,
          group: group?.id ?? null,
          isAdmin: admin === true,
          status: "invited",
        }));
      if (known && typeof name === "string") await here.rename(known.id, name);
      if (known && group) await here.setGroup(known.id, group.id);
      if (known && admin === true) await here.setAdmin(known.id, true);
      return { token: await new Invitations(inside, clock).create(person.id), id: person.id };
    });
    // Before anybody has the link.
    await noteCommand(database, clock, "invite_person", id);
    print(invitationLink(publicUrl, token));
    print(`It works once, for ${invitationLimit / day} days. Whoever has it gets in: send it to this person alone.`);
  });
}
