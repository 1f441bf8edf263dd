import type { Ref } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import { fold, guessNotes, resolveName } from "#core/domain/names";
import { quote } from "#core/domain/quote";
import type { RecordParent, RecordsPort, RecordType, RecordTypeInfo, ServiceRecord } from "#core/domain/records";
import { cleanText } from "#core/domain/text";
import type { MessageText } from "#core/messages/catalog";
import type { ToolCall } from "../lib/define";
import { said } from "../lib/question/english";
import { recordWord } from "../lib/record-word";
import { aRecord, cellOf, typeAtBegin } from "./record-words";

export type Below = { type: RecordType; id: string };

/** Names that everybody may know who may write at all: as with clock_in, which takes them without asking for a cell. */
const open: readonly RecordType[] = ["customer", "project", "activity", "tag"];
/** One request reads all of most types; more are asked for only where the service says that there are more. */
const wholeList = 10_000;

/** Two of one name are told apart by what they belong to. */
function withParents(records: readonly ServiceRecord[]): Ref[] {
  const seen = new Map<string, number>();
  for (const { name } of records) seen.set(fold(name), (seen.get(fold(name)) ?? 0) + 1);
  return records.map(({ id, name, parent }) => ({
    id,
    name: parent && (seen.get(fold(name)) ?? 0) > 1 ? `${name} (${parent.name})` : name,
  }));
}

/** Turns names of records into ids; one for a call, so that 500 rows ask once for each list. Only reads. */
export class RecordNames {
  /** Who or what could not be read, in the adapter's words. */
  readonly notes = new Set<MessageText>();
  private readonly lists = new Map<string, Promise<Ref[]>>();
  private readonly since: number;
  private readAgain = 0;

  constructor(
    private readonly call: ToolCall,
    private readonly records: RecordsPort,
  ) {
    this.since = call.now();
  }

  /** As in `WorkResolver`: a miss in lists from before this call is looked up once more. */
  private readsAnew(before: number): boolean {
    if (before < this.readAgain) return true;
    if (this.readAgain > 0 || !this.call.service.work.refresh?.(this.since)) return false;
    this.readAgain++;
    this.lists.clear();
    return true;
  }

  /** As `one`, but a name must be whole: nothing near it is deleted instead. @throws InputError */
  async exactly(type: RecordType, input: string, of?: Below): Promise<Ref> {
    const found = await this.one(type, input, of);
    const wanted = input.trim();
    if (wanted.startsWith("#") || found.id === wanted || fold(found.name) === fold(wanted)) return found;
    const candidate = { id: found.id, name: quote(found.name, 80) };
    throw new InputError("unknown", `There is no ${recordWord(type)} of exactly this name: ${cleanText(wanted, 80)}.`, {
      candidates: [candidate],
      next: `If you mean "${candidate.name}", give its whole name, or #${candidate.id}.`,
    });
  }

  /**
   * What `name` or `#id` means. An id is taken as it is where the list cannot be read.
   * @throws InputError `ambiguous`, `unknown` with candidates; `permission` for a name that the client may not look up
   */
  async one(type: RecordType, input: string, of?: Below): Promise<Ref> {
    const text = input.trim();
    if (type === "person") {
      const { person } = await this.call.facts();
      if (fold(text) === "me" || fold(text) === fold(person.name)) return person;
    }
    const id = /^#\s*(\S.*)$/s.exec(text)?.[1];
    const looked = this.readAgain;
    let known: Ref[];
    try {
      known = await this.all(type, of);
    } catch (error) {
      if (id !== undefined && (error instanceof InputError || isRefused(error))) return { id, name: `#${id}` };
      throw error;
    }
    if (id !== undefined) return known.find((one) => one.id === id) ?? { id, name: `#${id}` };
    try {
      const found = resolveName(text, known, recordWord(type));
      for (const note of guessNotes(text, found, recordWord(type))) this.notes.add(note);
      return found;
    } catch (error) {
      if (!(error instanceof InputError) || error.code !== "unknown") throw error;
      if (this.readsAnew(looked)) return await this.one(type, input, of);
      throw new InputError(error.code, error.message, {
        candidates: error.candidates,
        next: `list_records with type "${type}" shows what there is.`,
      });
    }
  }

  private demandReading = (type: RecordType) =>
    this.call.confirm({ cells: [cellOf(type, "read")], preview: [said({ kind: "readRecords", type })], targets: [] });

  private all(type: RecordType, of?: Below): Promise<Ref[]> {
    const key = JSON.stringify([type, of ?? null]);
    let found = this.lists.get(key);
    if (!found) {
      found = this.read(type, of);
      this.lists.set(key, found);
    }
    return found;
  }

  private async read(type: RecordType, of?: Below): Promise<Ref[]> {
    if (!open.includes(type)) await this.demandReading(type);
    const { signal } = this.call;
    const found: ServiceRecord[] = [];
    try {
      for (;;) {
        const query = { type, of, includeHidden: true, limit: wholeList, offset: found.length };
        const page = await this.records.list(query, { signal });
        found.push(...page.records);
        for (const note of page.notes) this.notes.add(note);
        if (page.records.length === 0 || page.total === null || found.length >= page.total) return withParents(found);
      }
    } catch (error) {
      const { work } = this.call.service;
      if (!isRefused(error)) throw error;
      // Whoever may not see the records still sees the names that time is booked on.
      if (type === "customer" || type === "project" || type === "activity")
        return work.search({ levels: [type], includeHidden: true }, { signal });
      if (type === "tag") return work.tags(undefined, { signal });
      if (type === "person") return work.people(undefined, { signal });
      throw error;
    }
  }

  /**
   * What records of this type belong to: `project Website relaunch`, `team #3`, a bare name where only one type fits,
   * `person everyone`. Without words: the account's own person, where it belongs to people only.
   * @returns none where the type stands alone
   */
  async parents(info: RecordTypeInfo, given: string | undefined): Promise<RecordParent[]> {
    const what = recordWord(info.type);
    const parents = info.parents.length > 0 ? info.parents : (info.within ?? []);
    const [only, ...more] = parents;
    if (given === undefined && info.parents.length === 0) return [];
    if (only === undefined) throw new InputError("argument", belongsToNothing(info), { next: byFilter(info, given) });
    if (given === undefined) {
      if (only === "person" && more.length === 0) {
        const { person } = await this.call.facts();
        return [{ type: "person", ...person }];
      }
      const kinds = parents.map((type) => recordWord(type)).join(" or ");
      throw new InputError("argument", `Of which ${kinds}?`, { next: `Give of: "${recordWord(only)} NAME".` });
    }
    const named = typeAtBegin(given);
    const type = named && parents.includes(named.type) ? named.type : more.length === 0 ? only : null;
    if (type === null) {
      const kinds = parents.map((one) => `"${recordWord(one)} NAME"`).join(" or ");
      const why = named ? `A ${what} cannot belong to ${aRecord(named.type)}.` : "Say what kind of thing that is.";
      throw new InputError("argument", `${why} Give of: ${kinds}.`);
    }
    const rest = named?.type === type ? named.rest : given;
    if (type === "person" && /^(everyone|everybody|all)$/.test(fold(rest)))
      return (await this.everyone()).map((person) => ({ type, ...person }));
    return [{ type, ...(await this.one(type, rest)) }];
  }

  /** Everybody who can be read; who cannot is in `notes`. */
  private async everyone(): Promise<Ref[]> {
    await this.demandReading("person");
    const { signal } = this.call;
    const found: Ref[] = [];
    try {
      for (;;) {
        const page = await this.records.list({ type: "person", limit: wholeList, offset: found.length }, { signal });
        found.push(...page.records.map(({ id, name }) => ({ id, name })));
        for (const note of page.notes) this.notes.add(note);
        if (page.records.length === 0 || page.total === null || found.length >= page.total) return found;
      }
    } catch (error) {
      if (!isRefused(error)) throw error;
      const people = await this.call.service.work.people(undefined, { signal });
      this.notes.add(
        `Not everybody may be known here (${cleanText(error.message, 200).replace(/\.$/, "")}): it is about the ${people.length} whose names could be read.`,
      );
      return people;
    }
  }
}

const isRefused = (error: unknown): error is ServiceError =>
  error instanceof ServiceError && (error.kind === "forbidden" || error.kind === "unsupported");

const belongsToNothing = ({ type }: RecordTypeInfo) => `${recordWord(type, 2)} belong to nothing: leave \`of\` out.`;

/** `of: team Design` where the team is a filter: how that is said. */
function byFilter({ filters }: RecordTypeInfo, given = ""): string | undefined {
  const [, word = "", name = ""] = /^\s*(\S+)\s+(.+?)\s*$/.exec(given) ?? [];
  const found = filters.find(({ kind, of }) => kind === "ref" && of === word.toLowerCase());
  return found && `Filter by it: filter {"${found.name}": "${cleanText(name, 80)}"}.`;
}
