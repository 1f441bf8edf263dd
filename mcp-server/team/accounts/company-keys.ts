import type { ServiceId } from "#core/domain/entities";
import type { AccountSettings } from "#core/platform/settings";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { serverOwner, type Vault } from "../keys/vault";
import type { Clock, Database } from "../store/database";
import { AccountError } from "./account-error";

const sealVersion = 1;
const row = "company";

/** Services whose key acts for a whole company: each person is then held to their own verified address. */
export const takesCompanyKey = (service: ServiceId): boolean => descriptorOf(service).credential?.actsFor === "company";

/** Keys that an admin gave once for everybody. */
export class CompanyKeys {
  /** @param vault of the table `company_keys` */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
  ) {}

  /** Which services have one, and where. */
  async list(): Promise<{ service: ServiceId; url: string }[]> {
    return this.database.all<{ service: ServiceId; url: string }>(
      "SELECT service, url FROM company_keys ORDER BY service",
    );
  }

  /** @throws AccountError `not_allowed` for services whose keys are people's own */
  async set(service: ServiceId, url: string, secret: string): Promise<void> {
    if (!takesCompanyKey(service))
      throw new AccountError("not_allowed", "A key of this service belongs to one person.", "service");
    const sealed = await this.vault.seal(serverOwner, placeOf(service, url), row, sealVersion, secret);
    await this.database.run(
      `INSERT INTO company_keys (service, url, secret, updated_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (service) DO UPDATE SET url = excluded.url, secret = excluded.secret, updated_at = excluded.updated_at`,
      [service, url, sealed, this.clock()],
    );
  }

  async remove(service: ServiceId): Promise<boolean> {
    return (await this.database.run("DELETE FROM company_keys WHERE service = ?", [service])) === 1;
  }

  /** The key for this address; null: there is none, or it is for another address by now. */
  async open(service: ServiceId, url: string | undefined): Promise<string | null> {
    const found = await this.database.first<{ url: string; secret: string }>(
      "SELECT url, secret FROM company_keys WHERE service = ?",
      [service],
    );
    if (!found || found.url !== url) return null;
    return this.vault.open(serverOwner, placeOf(service, found.url), row, sealVersion, found.secret);
  }

  /** The same for somebody's account, held to the address that is theirs now: a former one may be somebody else's by now. */
  async openFor(person: string, { service, url, user }: AccountSettings): Promise<string | null> {
    const found = await this.database.first<{ email: string }>("SELECT email FROM people WHERE id = ?", [person]);
    return found?.email === user ? this.open(service, url) : null;
  }
}

const placeOf = (service: ServiceId, url: string) => `${service} ${new URL(url).origin}`;
