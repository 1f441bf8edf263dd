import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AccountFacts, EntryField, ServiceId } from "../domain/entities";
import { cells } from "../domain/permission-cells";
import { descriptorOf } from "../services/descriptors";

type Refused = Record<string, string>;

/** What of an account's facts decides which tools and parameters are listed. */
export type ListedFacts = Pick<AccountFacts, "refused" | "fields">;

interface Known extends ListedFacts {
  /** When the service told it, in milliseconds since 1970; 0 where the file does not say. */
  at: number;
}

const usual: readonly EntryField[] = ["text", "tags", "begin", "end"];

const why = "it is not known yet whether this account has the plugin for it";

const unknown = new Map<ServiceId, Refused>();
function refusedUnlessKnown(service: ServiceId): Refused {
  let refused = unknown.get(service);
  if (!refused) {
    const kinds = descriptorOf(service).optionalKinds;
    const doubtful = cells.filter((cell) => kinds.some((kind) => cell.startsWith(`${kind}.`)));
    refused = Object.fromEntries(doubtful.map((cell) => [cell, why]));
    unknown.set(service, refused);
  }
  return refused;
}

/** What is known is good for a day before it is asked for again in the background. */
const holds = 24 * 3_600_000;
/** Learning the same again is written down at most so often. */
const noted = 3_600_000;

/**
 * What each service refuses its account, kept in `<home>/facts/<account>.json`, so that a new process lists the right
 * tools without asking the service first.
 */
export class CapabilityCache {
  private readonly known = new Map<string, Known | null>();
  constructor(
    private readonly home: string,
    private readonly now: () => number = Date.now,
  ) {}

  private file = (accountId: string) => join(this.home, "facts", `${accountId}.json`);

  refused(accountId: string, service: ServiceId): Refused {
    return this.told(accountId)?.refused ?? refusedUnlessKnown(service);
  }

  isKnown = (accountId: string): boolean => this.told(accountId) !== null;

  /** The service has to be asked before a list of tools is right: never told, or long ago. */
  isStale(accountId: string, service: ServiceId): boolean {
    // What is part of us is no question.
    if (descriptorOf(service).isLocal) return false;
    const told = this.told(accountId);
    return told === null || this.now() - told.at > holds;
  }

  /** Whether the account may set this of an entry, as far as is known; what few may is not assumed. */
  maySet(accountId: string, service: ServiceId, field: EntryField): boolean {
    const { fields } = this.told(accountId) ?? {};
    if (fields) return fields.includes(field);
    return usual.includes(field) || (descriptorOf(service).isLocal && (field === "billable" || field === "exported"));
  }

  private told(accountId: string): Known | null {
    let told = this.known.get(accountId);
    if (told === undefined) {
      told = this.read(accountId);
      this.known.set(accountId, told);
    }
    return told;
  }

  private read(accountId: string): Known | null {
    try {
      const { refused, fields, at } = JSON.parse(readFileSync(this.file(accountId), "utf8")) as Record<string, unknown>;
      if (typeof refused !== "object" || refused === null) return null;
      const reasons = Object.entries(refused).filter(([, reason]) => typeof reason === "string");
      // A file of an older version has no fields: it is asked for again.
      const whole = Array.isArray(fields) && typeof at === "number";
      return {
        refused: Object.fromEntries(reasons),
        fields: Array.isArray(fields) ? fields : [...usual],
        at: whole ? at : 0,
      };
    } catch {
      return null;
    }
  }

  /** @returns whether anything is different from before */
  async learn(accountId: string, service: ServiceId, { refused, fields }: ListedFacts): Promise<boolean> {
    const before = this.told(accountId);
    const same =
      JSON.stringify(refused) === JSON.stringify(this.refused(accountId, service)) &&
      JSON.stringify(fields) === JSON.stringify(before?.fields);
    if (before && same && this.now() - before.at < noted) return false;
    const known = { refused, fields, at: this.now() };
    this.known.set(accountId, known);
    const { writeWhole } = await import("../platform/atomic-file");
    await writeWhole(this.file(accountId), JSON.stringify(known)).catch(() => undefined);
    return !same;
  }
}
