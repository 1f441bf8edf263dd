import type { EntryField, ServiceId } from "../domain/entities";
import { cells } from "../domain/permission-cells";
import { descriptorOf } from "../service-catalog/descriptors";
import type { AccountStorage } from "./account-storage";
import type { ListedFacts } from "./capability-file";

type Refused = Record<string, string>;

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
const freshFor = 24 * 3_600_000;
/** Learning the same again is written down at most so often. */
const writeEvery = 3_600_000;

const saysSame = (a: { refused?: unknown; fields?: unknown }, b: ListedFacts) =>
  JSON.stringify([a.refused, a.fields]) === JSON.stringify([b.refused, b.fields]);

/** What each service refuses its account, also kept on disk, so that a new process lists the right tools unasked. */
export class CapabilityCache {
  private readonly known = new Map<string, Known | null>();
  constructor(
    private readonly files: AccountStorage["capabilities"],
    private readonly now: () => number = Date.now,
  ) {}

  refused(accountId: string, service: ServiceId): Refused {
    return this.get(accountId)?.refused ?? refusedUnlessKnown(service);
  }

  isKnown = (accountId: string): boolean => this.get(accountId) !== null;

  /** The service has to be asked before a list of tools is right: never asked, or long ago. */
  isStale(accountId: string, service: ServiceId): boolean {
    // What is part of us is no question.
    if (descriptorOf(service).isLocal) return false;
    const known = this.get(accountId);
    return known === null || this.now() - known.at > freshFor;
  }

  /** Whether the account may set this of an entry, as far as is known; what few may is not assumed. */
  maySet(accountId: string, service: ServiceId, field: EntryField): boolean {
    const { fields } = this.get(accountId) ?? {};
    if (fields) return fields.includes(field);
    return usual.includes(field) || (descriptorOf(service).isLocal && (field === "billable" || field === "exported"));
  }

  private get(accountId: string): Known | null {
    let known = this.known.get(accountId);
    if (known === undefined) {
      known = this.read(accountId);
      this.known.set(accountId, known);
    }
    return known;
  }

  private read(accountId: string): Known | null {
    const { refused, fields, at } = this.files.read(accountId) ?? {};
    if (typeof refused !== "object" || refused === null) return null;
    const reasons = Object.entries(refused).filter(([, reason]) => typeof reason === "string");
    // A file of an older version has no fields: it is asked for again.
    const isWhole = Array.isArray(fields) && typeof at === "number";
    return {
      refused: Object.fromEntries(reasons),
      fields: Array.isArray(fields) ? fields : [...usual],
      at: isWhole ? at : 0,
    };
  }

  /** @returns whether anything is different from before */
  async learn(accountId: string, service: ServiceId, { refused, fields }: ListedFacts): Promise<boolean> {
    const before = this.get(accountId);
    const same = saysSame({ refused: this.refused(accountId, service), fields: before?.fields }, { refused, fields });
    if (before && same && this.now() - before.at < writeEvery) return false;
    const known = { refused, fields, at: this.now() };
    this.known.set(accountId, known);
    // An adapter that proves what it read wrote the same just now: without its proof others would ask all over again.
    const file = this.files.read(accountId);
    if (!file?.proof || !saysSame(file, known)) await this.files.write(accountId, known);
    return !same;
  }
}
