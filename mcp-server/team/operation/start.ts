import { publicOnly } from "../accounts/network";
import { AuditLog } from "../audit/audit-log";
import type { TeamConfig } from "../config/team-config";
import { readPageFiles } from "../http/page-files";
import { callLimits } from "../http/rate-limits";
import { createLogger } from "../http/request-log";
import { createTeamServer } from "../http/team-server";
import { KeyRing } from "../keys/key-ring";
import { createVault, serverOwner } from "../keys/vault";
import { loadProviderKeys } from "../oauth/keys";
import type { Sealer } from "../oauth/sealer";
import { Passwords } from "../people/passwords";
import { PeopleRepository } from "../people/people-repository";
import type { Person } from "../people/person";
import { Sessions } from "../people/sessions";
import { SignInError } from "../people/sign-in-error";
import { openTeamStore } from "../store/open";
import { SharedClock } from "../store/shared-clock";
import { peopleParts } from "./people-parts";
import { createPersonParts } from "./person-parts";
import { Replica } from "./replica";
import { Traffic } from "./traffic";

interface Serving {
  port: number;
  operationPort: number;
  stop(): Promise<void>;
}

/**
 * Opens store and keys, and listens.
 * @param pages the folder with people's pages; absent: the API alone
 * @throws StoreError, KeyFileError, and what the system says of a port or of the pages
 */
export async function startServing(config: TeamConfig, pages?: string): Promise<Serving> {
  const log = createLogger(config.logLevel);
  const files = pages === undefined ? undefined : await readPageFiles(pages);
  const database = await openTeamStore(config);
  try {
    const shared = await SharedClock.of(database);
    const clock = shared.now;
    if (shared.secondsAhead !== 0)
      log.warn({ secondsAhead: shared.secondsAhead }, "this machine's clock differs from the database's, which counts");
    const ring = await KeyRing.open(database, config.keyFile, clock);
    const vault = createVault(database, ring, clock, "oauth_keys");
    const sealer: Sealer = {
      seal: (name, plain) => vault.seal(serverOwner, "oauth", name, 1, plain),
      open: (name, sealed) => vault.open(serverOwner, "oauth", name, 1, sealed),
    };
    const people = new PeopleRepository(database, clock);
    const passwords = new Passwords(database, clock);
    const keys = await loadProviderKeys(database, clock, sealer);
    const traffic = new Traffic(clock);
    const replica = new Replica(
      database,
      clock,
      traffic,
      () => ring.ids(),
      (error) => log.warn({ error }, "replica not noted"),
    );
    const audit = new AuditLog(database, (error, waiting) => log.error({ error, waiting }, "audit log not written"));
    const persons = createPersonParts({
      config,
      database,
      clock,
      log,
      ring,
      people,
      replica,
      audit,
      formsKey: keys.forms,
    });
    const server = createTeamServer(
      {
        ...config,
        origin: config.publicUrl.origin,
        network: publicOnly,
        limits: { ...config.limits, ...callLimits(config.rateLimit) },
      },
      {
        database,
        clock,
        log,
        keys,
        sessions: new Sessions(database, clock),
        checkPassword: (email, password, from) => checkPassword(passwords.signIn(email, password, from)),
        isActive: async (person) => (await people.find(person))?.status === "active",
        ...persons,
        answered: (route, status, seconds) => traffic.answered(route, status, seconds),
        people: peopleParts({ config, database, ring, clock, audit }),
        pages: files,
      },
    );
    const ports = await server.listen();
    replica.start();
    shared.start((error) => log.warn({ error }, "database's clock not read"));
    log.info({ ...ports, url: config.publicUrl.origin }, "listening");
    return {
      ...ports,
      async stop() {
        log.info("stopping");
        await server.stop();
        shared.stop();
        await replica.stop();
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
async function checkPassword(signIn: Promise<Person>) {
  try {
    return { person: await signIn };
  } catch (error) {
    if (!(error instanceof SignInError)) throw error;
    return error.code === "locked" ? { locked: Math.ceil((error.retryAfter ?? 1_000) / 1_000) } : null;
  }
}
