import type { TeamConfig } from "../config/team-config";
import { defaultLimits } from "../http/rate-limits";
import { createLogger } from "../http/request-log";
import { createTeamServer } from "../http/team-server";
import { KeyRing } from "../keys/key-ring";
import { createVault, serverOwner } from "../keys/vault";
import { loadProviderKeys } from "../oauth/keys";
import type { Sealer } from "../oauth/sealer";
import { Passwords } from "../people/passwords";
import { PeopleRepository } from "../people/people-repository";
import { Sessions } from "../people/sessions";
import { SignInError } from "../people/sign-in-error";
import { openTeamStore } from "../store/open";
import { peopleParts } from "./people-parts";
import { createPersonParts } from "./person-parts";

/** Opens store and keys, and listens. @throws StoreError, KeyFileError, and what the system says of a port */
export async function startServing(config: TeamConfig): Promise<{ stop(): Promise<void> }> {
  const log = createLogger(config.logLevel);
  const clock = Date.now;
  const database = await openTeamStore(config, clock);
  try {
    const ring = await KeyRing.open(database, config.keyFile, clock);
    const vault = createVault(database, ring, clock, "oauth_keys");
    const sealer: Sealer = {
      seal: (name, plain) => vault.seal(serverOwner, "oauth", name, 1, plain),
      open: (name, sealed) => vault.open(serverOwner, "oauth", name, 1, sealed),
    };
    const people = new PeopleRepository(database, clock);
    const passwords = new Passwords(database, clock);
    const keys = await loadProviderKeys(database, clock, sealer);
    const persons = createPersonParts({ config, database, clock, log, ring, people, formsKey: keys.forms });
    const server = createTeamServer(
      {
        ...config,
        origin: config.publicUrl.origin,
        network: { lists: () => false },
        limits: limitsOf(config),
      },
      {
        database,
        clock,
        log,
        keys,
        sessions: new Sessions(database, clock),
        checkPassword: (email, password) => checkPassword(passwords, email, password),
        isActive: async (person) => (await people.find(person))?.status === "active",
        ...persons,
        people: peopleParts(config, database, ring, clock),
      },
    );
    const ports = await server.listen();
    log.info({ ...ports, url: config.publicUrl.origin }, "listening");
    return {
      async stop() {
        log.info("stopping");
        await server.stop();
        await persons.close();
        await database.close();
        log.info("stopped");
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** @returns null where it is wrong */
async function checkPassword(passwords: Passwords, email: string, password: string) {
  try {
    return { person: await passwords.signIn(email, password) };
  } catch (error) {
    if (!(error instanceof SignInError)) throw error;
    return error.code === "locked" ? { locked: Math.ceil((error.retryAfter ?? 1_000) / 1_000) } : null;
  }
}

function limitsOf({ rateLimit }: TeamConfig) {
  const most = rateLimit === 0 ? Number.MAX_SAFE_INTEGER : rateLimit;
  return { ...defaultLimits, person: { points: most, duration: 60 }, grant: { points: most, duration: 60 } };
}
