import { statSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "#core/domain/headless-account";
import { AccountRepository } from "#team/accounts/account-repository";
import { combinedBound } from "#team/accounts/bounds";
import { BoundsRepository } from "#team/accounts/bounds-repository";
import { CompanyKeys } from "#team/accounts/company-keys";
import { teamNetwork } from "#team/accounts/network";
import { ServiceState } from "#team/accounts/service-state";
import { teamConfig } from "#team/config/team-config";
import { importUsers, type UserEntry } from "#team/import/import-users";
import { KeyRing } from "#team/keys/key-ring";
import { createVault } from "#team/keys/vault";
import { Invitations, invitationLimit, invitationLink } from "#team/people/invitations";
import { PeopleRepository } from "#team/people/people-repository";
import { onTeamStore, type TeamCall } from "../team-command";
import { type FoundEntry, findEntries, ImportProblem } from "./client-entries";
import { readSource } from "./read-source";

const usage = `Usage: punchcard-mcp import FILE --public-url URL [--group GROUP] [--yes]

Takes the people of a users.json of kimai-mcp over: each token is tried at its Kimai, and becomes the account of the
person whose e-mail address the entry has ("email", or "oidc_identity" where that is one), or else the one that Kimai
tells for it. Without --yes it only says what it would do. People who are new get an invitation, unless they sign in
with the company's account; what somebody connected here already stays as it is. The other options are those of serve.`;

const day = 24 * 3_600_000;

/** @returns the exit code */
export function run(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const more = { group: { type: "string" }, yes: { type: "boolean" } } as const;
  return onTeamStore(args, env, { usage, more }, async (call) => {
    const [file, ...others] = call.words;
    if (file === undefined || others.length > 0) throw new UsageError("import takes the path of one users.json.");
    const { publicUrl, oidc } = teamConfig(call.values, process.cwd());
    const path = resolve(file);
    const entries = read(path, call);
    const isForReal = call.options.yes === true;
    const { deps, isNewGroup } = await open(call, isForReal);
    if (isNewGroup) call.print(`The group ${call.options.group} is new: it may do what the company allows.`);
    const { invited, isWhole } = await importUsers(entries.users, deps);
    for (const person of oidc ? [] : invited) {
      const token = await new Invitations(call.database, call.clock).create(person.id);
      call.print(`${person.email}: ${invitationLink(publicUrl, token)}`);
    }
    if (!oidc && invited.length > 0)
      call.print(`Each link works once, for ${invitationLimit / day} days: send it to its person alone.`);
    call.print(
      isForReal
        ? `Tokens stood in ${path} in plain: delete it, and consider new ones at the service.`
        : "Nothing was changed. Do it with --yes.",
    );
    if (!entries.isWhole || !isWhole) throw new ImportProblem("Not everybody was taken over: see above.");
  });
}

function read(file: string, { print }: TeamCall): { users: UserEntry[]; isWhole: boolean } {
  const { found, left } = findEntries(readSource(file), file);
  if (found.length + left.length === 0) throw new ImportProblem(`There is nobody in ${file}.`);
  if (process.platform !== "win32" && (statSync(file).mode & 0o044) !== 0)
    print(`note: others on this machine can read ${file}, and the tokens in it.`);
  for (const { pointer, why } of left) print(`not taken over: ${pointer}: ${why}`);
  for (const { pointer, tlsVerify } of found)
    if (tlsVerify !== true)
      print(`note: ${pointer}: ssl_verify is not used, certificates are always checked here (NODE_EXTRA_CA_CERTS).`);
  return { users: found.map(userOf), isWhole: left.length === 0 };
}

const userOf = ({ pointer, url, token, identity }: FoundEntry): UserEntry => ({
  name: pointer,
  identity,
  account: { service: "kimai", url, secret: token },
});

async function open({ database, clock, keyFile, values, options, print }: TeamCall, isForReal: boolean) {
  const { services, serviceAddresses } = teamConfig(values, process.cwd());
  const people = new PeopleRepository(database, clock);
  const ring = await KeyRing.open(database, keyFile, clock);
  const accounts = new AccountRepository(
    database,
    clock,
    createVault(database, ring, clock, "accounts"),
    new ServiceState(database, clock),
  );
  const companyKeys = new CompanyKeys(database, clock, createVault(database, ring, clock, "company_keys"));
  const { value: policy } = await new BoundsRepository(database, clock).company();
  const network = teamNetwork(serviceAddresses, () => policy);
  const group = isForReal && typeof options.group === "string" ? await people.ensureGroup(options.group) : null;
  const deps = {
    ...{ people, isForReal, print },
    bound: combinedBound(policy, null),
    group: group?.id ?? null,
    connect: { accounts, companyKeys, services, hosts: serviceAddresses, network, clock },
  };
  return { deps, isNewGroup: group?.isNew ?? false };
}
