import { z } from "zod";
import { addressPattern } from "#core/domain/company-policy/address-pattern";
import { isPermissionPattern } from "#core/domain/company-policy/index";
import { levels } from "#core/domain/permission-cells";
import { serviceIds } from "#core/service-catalog/descriptors";
import { grantDays, signInHours, tokenMinutes } from "../api/lifetimes";
import type { Clock, Database } from "../store/database";
import { kindBounds } from "./client-kinds";
import { clientList } from "./known-clients";

const patterns = z.record(
  z.string().refine(isPermissionPattern, { message: "there is no such permission" }),
  z.enum(levels),
);
const address = z.string().refine((text) => addressPattern(text) !== null, {
  message: "expected an address such as https://time.example.com or https://*.example.com",
});

/** Strict: an unknown key may be a bound that was misspelled. */
export const companyBound = z.strictObject({
  services: z
    .partialRecord(z.enum(serviceIds), z.strictObject({ addresses: z.array(address).max(200).optional() }))
    .optional(),
  permissions: patterns.optional(),
  clientKinds: kindBounds.optional(),
  /** Clients with an identity document may ask their users themselves; else users answer on the page of this server. */
  clientsAsk: z.boolean().optional(),
  grantDays: z.literal(grantDays).optional(),
  signInHours: z.literal(signInHours).optional(),
  tokenMinutes: z.literal(tokenMinutes).optional(),
});
export type TeamPolicy = z.output<typeof companyBound>;
export const groupBound = z.strictObject({ permissions: patterns, clients: clientList.optional() });
export type GroupBound = z.output<typeof groupBound>;

/** @param text as it is stored; null: it was never set */
export const companyBoundOf = (text: string | null): TeamPolicy =>
  text === null ? {} : companyBound.parse(JSON.parse(text));

/** @param text as it is stored; null: it was never set, or the person is in no group */
export const groupBoundOf = (text: string | null): GroupBound | null =>
  text === null ? null : groupBound.parse(JSON.parse(text));

/** A stored bound, with the version that a change of it names. */
export interface Versioned<T> {
  value: T;
  /** 0: it was never set. */
  version: number;
  /** Milliseconds since the epoch; null: it was never set. */
  changedAt: number | null;
}

const neverSet = { text: null as string | null, version: 0, changedAt: null as number | null };

/** Upper bounds that admins set, for the company and for groups. Read anew for each call, so that they count at once. */
export class BoundsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async company(): Promise<Versioned<TeamPolicy>> {
    const { text, ...rest } = await this.read("company");
    return { value: companyBoundOf(text), ...rest };
  }

  /** @param group id; null: the person is in none */
  async group(group: string | null): Promise<Versioned<GroupBound | null>> {
    const { text, ...rest } = group === null ? neverSet : await this.read(`group:${group}`);
    return { value: groupBoundOf(text), ...rest };
  }

  /** @returns false: somebody else changed it since that version */
  setCompany(value: z.output<typeof companyBound>, version: number): Promise<boolean> {
    return this.write("company", JSON.stringify(companyBound.parse(value)), version);
  }

  /** @returns false: somebody else changed it since that version */
  setGroup(group: string, value: GroupBound, version: number): Promise<boolean> {
    return this.write(`group:${group}`, JSON.stringify(groupBound.parse(value)), version);
  }

  private async read(scope: string): Promise<typeof neverSet> {
    const sql = 'SELECT policy AS text, version, updated_at AS "changedAt" FROM upper_bounds WHERE scope = ?';
    return (await this.database.first<typeof neverSet>(sql, [scope])) ?? neverSet;
  }

  private async write(scope: string, text: string, version: number): Promise<boolean> {
    const now = this.clock();
    if (version === 0) {
      const sql =
        "INSERT INTO upper_bounds (scope, policy, version, updated_at) VALUES (?, ?, 1, ?) ON CONFLICT (scope) DO NOTHING";
      return (await this.database.run(sql, [scope, text, now])) === 1;
    }
    const sql =
      "UPDATE upper_bounds SET policy = ?, version = version + 1, updated_at = ? WHERE scope = ? AND version = ?";
    return (await this.database.run(sql, [text, now, scope, version])) === 1;
  }
}
