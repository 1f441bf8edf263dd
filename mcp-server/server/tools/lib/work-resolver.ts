import { idsOf } from "#core/domain/drafts";
import { type Ref, type Work, type WorkIds, type WorkItem, type WorkLevel, workLevels } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import { fold, guessNotes, rankByName, resolveName } from "#core/domain/names";
import type { Cell } from "#core/domain/permission-cells";
import type { PersonRef, RecentWork } from "#core/domain/ports";
import type { PartOf } from "#core/domain/question/parts";
import { quote } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import type { MessageText } from "#core/messages/catalog";
import { message } from "#core/messages/message";
import type { ToolCall } from "./define";
import { said } from "./question/english";
import { workLine } from "./view";

/** Work as a person names it. */
export type NamedWork = Partial<Record<WorkLevel, string>>;

export interface ResolvedWork {
  work: Work;
  /** What was not said and taken from elsewhere, in words. */
  notes: MessageText[];
}

/** Marks what does not exist yet: it is made by `create`, after the person agreed. */
const newId = "new";

const createCell = (level: WorkLevel): Cell => `${level === "subproject" ? "project" : level}.create`;

/** A candidate whose name tells it from its namesakes: `Acme / Website`. */
const withParents = (items: WorkItem[]): WorkItem[] => {
  const seen = new Map<string, number>();
  for (const { name } of items) seen.set(name.toLowerCase(), (seen.get(name.toLowerCase()) ?? 0) + 1);
  return items.map((item) =>
    (seen.get(item.name.toLowerCase()) ?? 0) > 1 && Object.keys(item.parents).length > 0
      ? { ...item, name: `${item.name} (${workLine(item.parents)})` }
      : item,
  );
};

/**
 * Turns names into work items of one account; one resolver per call, so that 500 rows ask once per name. It only reads:
 * what is missing is planned (`pending`), and made by `create` once the call may act.
 */
export class WorkResolver {
  /** Cells that making the missing things needs. */
  readonly cells = new Set<Cell>();
  /** What was taken for something else than was written, as sentences. */
  readonly guesses = new Set<string>();
  /** What `create` would make. */
  readonly pending: PartOf<"make">[] = [];
  private readonly resolved = new Map<string, Promise<ResolvedWork>>();
  private readonly searches = new Map<string, Promise<WorkItem[]>>();
  private readonly distinctItems = new WeakMap<WorkItem[], WorkItem[]>();
  private readonly planned = new Map<string, WorkItem>();
  private readonly made = new Map<string, Ref>();
  private readonly newTags = new Set<string>();
  private allTags: Promise<Ref[]> | undefined;
  private allPeople: Promise<PersonRef[]> | undefined;
  /** Lists from before this are not enough to say that a name is unknown. */
  private readonly since: number;
  private readAgain = 0;

  /**
   * @param createMissing absent: this tool makes nothing, whatever the person may
   * @param toRead also what is hidden or ended: no more time can be booked on it, but its time can be read
   */
  constructor(
    private readonly call: ToolCall,
    private readonly createMissing?: boolean,
    private readonly toRead = false,
  ) {
    this.since = call.now();
  }

  /**
   * After a miss: reads anew, once for all rows, what the service held from before this call.
   * @param before `readAgain` as it was when the name was looked up
   * @returns whether looking again can find more
   */
  private readsAnew(before: number): boolean {
    if (before < this.readAgain) return true;
    if (this.readAgain > 0 || !this.call.service.work.refresh?.(this.since)) return false;
    this.readAgain++;
    this.searches.clear();
    this.allTags = undefined;
    this.allPeople = undefined;
    return true;
  }

  /**
   * @param current what the entry is booked on already: levels that are not named stay, as far as they still fit
   * @param complete also fills in what the service requires and nobody said (from the person's recent work)
   */
  resolve(named: NamedWork, current: Work = {}, complete = true): Promise<ResolvedWork> {
    const key = JSON.stringify([named, current, complete]);
    let found = this.resolved.get(key);
    if (!found) {
      found = this.find(named, current, complete);
      this.resolved.set(key, found);
    }
    return found;
  }

  private async find(named: NamedWork, current: Work, complete: boolean): Promise<ResolvedWork> {
    const { booking } = await this.call.facts();
    // Said to be none is no wish for something that is not there.
    for (const level of workLevels)
      if (named[level]?.trim() && !booking.levels.includes(level))
        throw new InputError(
          "argument",
          `This service has no ${level}: time is booked on ${booking.levels.join(", ") || "nothing by name"}.`,
        );
    const work: Work = {};
    const notes: MessageText[] = [];
    let moved = false;
    // A project is of one customer: that of the entry only tells namesakes apart, and owns a project that is made.
    const byProject = Boolean(named.project?.trim()) && named.customer === undefined;
    const usual: Work = byProject && current.customer ? { customer: current.customer } : {};
    for (const level of booking.levels) {
      const name = named[level];
      // Said to be none, as against not said: the tray books on exactly what its person chose.
      if (name?.trim() === "") {
        moved ||= current[level] !== undefined;
        continue;
      }
      if (name !== undefined) {
        const before = current[level]?.id;
        const item = await this.item(level, name, work, level === "project" ? usual : {});
        for (const above of workLevels) {
          const parent = item.parents[above];
          if (parent) work[above] = parent;
        }
        work[level] = { id: item.id, name: item.name };
        moved ||= before !== item.id;
      } else if (current[level] && !usual[level] && !(moved && level !== "activity")) work[level] = current[level];
    }
    if (moved && work.activity && named.activity === undefined) await this.keepActivity(work, notes);
    if (complete) await this.fillIn(work, booking.required, notes);
    return { work, notes };
  }

  private search(level: WorkLevel, within: WorkIds, includeHidden: boolean): Promise<WorkItem[]> {
    const key = JSON.stringify([level, within, includeHidden]);
    let found = this.searches.get(key);
    if (!found) {
      found = this.call.service.work.search({ levels: [level], within, includeHidden }, { signal: this.call.signal });
      this.searches.set(key, found);
    }
    return found;
  }

  /** As `search`, with names that tell namesakes apart: one array for each list, so that its names are indexed once. */
  private async distinct(level: WorkLevel, within: WorkIds, includeHidden: boolean): Promise<WorkItem[]> {
    const items = await this.search(level, within, includeHidden);
    const known = this.distinctItems.get(items) ?? withParents(items);
    this.distinctItems.set(items, known);
    return known;
  }

  /** @param usual what it is below where its name alone does not decide */
  private async item(level: WorkLevel, name: string, above: Work, usual: Work = {}): Promise<WorkItem> {
    const within = idsOf(above);
    const fresh = Object.values(within).some((id) => id.startsWith(newId));
    // Below a project that is not made yet there are only the activities of all projects.
    const global = async () =>
      level === "activity" ? (await this.search(level, {}, false)).filter(({ parents }) => !parents.project) : [];
    const looked = this.readAgain;
    const bookable = fresh ? withParents(await global()) : await this.distinct(level, within, this.toRead);
    try {
      const found = resolveName(name, bookable, level);
      for (const note of guessNotes(name, found, level)) this.guesses.add(note);
      return { ...found, name: bookable.find(({ id }) => id === found.id)?.name ?? found.name };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (error.code === "ambiguous" && Object.keys(usual).length > 0)
        return await this.item(level, name, { ...usual, ...above }).catch(() => {
          throw error;
        });
      if (error.code !== "unknown") throw error;
      if (this.readsAnew(looked)) return await this.item(level, name, above, usual);
      const canCreate =
        this.createMissing !== undefined &&
        this.call.service.work.createItem !== undefined &&
        this.call.level(createCell(level)) !== "off";
      const elsewhere = canCreate && level === "activity" ? await this.ownElsewhere(name) : undefined;
      if (elsewhere) return this.plan(level, elsewhere.name, { ...usual, ...above });
      if (!fresh) await this.explain(level, name, above, canCreate);
      if (this.createMissing && !name.trim().startsWith("#"))
        return this.plan(level, name.trim(), { ...usual, ...above });
      throw new InputError(error.code, error.message, {
        candidates: error.candidates,
        next: canCreate ? `${error.next ?? ""} create_missing makes it.`.trim() : error.next,
      });
    }
  }

  /** The activity of this very name that other work of the person's own lists has. */
  private async ownElsewhere(name: string): Promise<WorkItem | undefined> {
    if (!this.call.service.work.ownLists) return undefined;
    const all = await this.search("activity", {}, false);
    return all.find((item) => fold(item.name) === fold(name));
  }

  /** Says so when the name is known but cannot be used: hidden, or below something else. */
  private async explain(level: WorkLevel, name: string, above: Work, canCreate: boolean): Promise<void> {
    const within = idsOf(above);
    const match = async (parents: WorkIds) => {
      const items = await this.search(level, parents, true);
      try {
        return resolveName(name, items, level);
      } catch {
        // Of several with this very name any one tells where they belong.
        return items.find((item) => fold(item.name) === fold(name)) ?? null;
      }
    };
    const hidden = await match(within);
    if (hidden && !hidden.bookable)
      throw new InputError(
        "unknown",
        `The ${level} "${quote(hidden.name, 80)}" (#${hidden.id}) cannot be booked on: ${quote(hidden.whyNot ?? "it is hidden", 200).replace(/\.$/, "")}.`,
        { next: `Choose another ${level}, or make it bookable in the service.` },
      );
    const elsewhere = Object.keys(within).length > 0 ? await match({}) : null;
    // Projects have activities of the same name; asked to make what is missing, a new one here is meant.
    if (!elsewhere || (this.createMissing && level === "activity")) return;
    const fitting = (await this.search(level, within, false)).slice(0, 8);
    const names = fitting.map(({ id, name: own }) => `"${quote(own, 80)}" (#${id})`).join(", ");
    const choose = names ? "Use one of these" : `Name another ${level}`;
    throw new InputError(
      "unknown",
      `The ${level} "${quote(elsewhere.name, 80)}" (#${elsewhere.id}) belongs to ${workLine(elsewhere.parents)}, not to ${workLine(above)}.${names ? ` There is ${names}.` : ""}`,
      {
        candidates: fitting.map(({ id, name: own }) => ({ id, name: quote(own, 80) })),
        next: `${choose}${canCreate && level === "activity" ? `, or create_missing to make a new ${level} of that name there` : ""}.`,
      },
    );
  }

  /** Demands the permission to create work of this level. The refusal also names the work that does not exist. @throws InputError `permission` */
  private requireMaking(level: WorkLevel, name: string): void {
    try {
      this.call.require([createCell(level)]);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(
        error.code,
        `There is no ${level} "${cleanText(name, 80)}", and it cannot be made: ${error.message}`,
        { next: error.next },
      );
    }
  }

  private plan(level: WorkLevel, name: string, above: Work): WorkItem {
    const { createItem } = this.call.service.work;
    if (!createItem)
      throw new InputError(
        "unknown",
        `There is no ${level} "${cleanText(name, 80)}", and it cannot be made from here.`,
        { next: "Choose one that exists; find_work lists them." },
      );
    this.requireMaking(level, name);
    // Made once, however many rows name it.
    const key = JSON.stringify([level, name.toLocaleLowerCase(), idsOf(above)]);
    const known = this.planned.get(key);
    if (known) return known;
    this.cells.add(createCell(level));
    this.pending.push({ kind: "make", level, name: cleanText(name, 80) });
    const item = { level, id: `${newId}:${this.pending.length}`, name, parents: { ...above }, bookable: true };
    this.planned.set(key, item);
    return item;
  }

  /** After a move to another project the activity stays where that project has it, or one of the same name. */
  private async keepActivity(work: Work, notes: MessageText[]): Promise<void> {
    const { activity, ...above } = work;
    const within = idsOf(above);
    const isNew = Object.values(within).some((id) => id.startsWith(newId));
    const there = isNew ? [] : await this.search("activity", within, false);
    if (there.some(({ id }) => id === activity?.id)) return;
    const name = activity?.name ?? "";
    const same = there.filter((item) => fold(item.name) === fold(name));
    const [only] = same;
    if (only && same.length === 1) {
      work.activity = { id: only.id, name: only.name };
      return;
    }
    delete work.activity;
    const others = there.slice(0, 8).map((item) => `"${quote(item.name, 80)}"`);
    notes.push(
      others.length > 0
        ? message("activity_not_on_project", { activity: quote(name, 80), others: others.join(", ") })
        : message("project_without_activity", { activity: quote(name, 80) }),
    );
  }

  /** What the service requires and nobody said: the person's most recent on that project, or the only one there is. */
  private async fillIn(work: Work, required: WorkLevel[], notes: MessageText[]): Promise<void> {
    const missing = required.filter((level) => !work[level]);
    if (missing.length === 0) return;
    const recent = await recentWork(this.call, 100);
    const named = workLevels.filter((level) => work[level]);
    const last = recent.find((one) => named.every((level) => one.work[level]?.id === work[level]?.id));
    for (const level of missing) {
      const taken = last?.work[level];
      if (taken) {
        work[level] = taken;
        if (level === "project" && last.work.customer) work.customer ??= last.work.customer;
        notes.push(`No ${level} was named: "${quote(taken.name, 80)}" was used last.`);
        continue;
      }
      const items = await this.search(level, idsOf(work), false);
      const only = items.length === 1 ? items[0] : undefined;
      if (!only)
        throw new InputError("unknown", `Which ${level}? One is needed.`, {
          candidates: items.slice(0, 8).map(({ id, name }) => ({ id, name: quote(name, 80) })),
          next: "Name one; find_work lists them.",
        });
      work[level] = { id: only.id, name: only.name };
      notes.push(`No ${level} was named: "${quote(only.name, 80)}" is the only one.`);
    }
  }

  /** Names as the service keeps them. Unknown ones are refused (some services drop them silently) or planned. */
  async tags(names: string[]): Promise<string[]> {
    const looked = this.readAgain;
    this.allTags ??= this.call.service.work.tags(undefined, { signal: this.call.signal });
    const known = await this.allTags;
    const tagNamed = (wanted: string) => {
      const folded = wanted.replace(/^#(?=\D)/, "").toLocaleLowerCase();
      return (
        known.find(({ name: own }) => own === wanted) ??
        known.find(({ name: own }) => own.toLocaleLowerCase() === folded) ??
        known.find(({ id }) => `#${id}` === wanted)
      );
    };
    if (names.some((name) => !tagNamed(name.trim())) && this.readsAnew(looked)) return await this.tags(names);
    const unique = new Map(names.map((name) => [name.trim().toLocaleLowerCase(), name]));
    const resolved = [...unique.values()].map((name) => {
      const wanted = name.trim();
      const found = tagNamed(wanted);
      if (found) return found.name;
      const { createTag } = this.call.service.work;
      const allowed = this.createMissing !== undefined && createTag && this.call.level("tag.create") !== "off";
      const close = rankByName(wanted, known, 8);
      const isPlain = this.call.service.work.ownLists === true && close.length === 0 && !wanted.startsWith("#");
      if ((this.createMissing || isPlain) && allowed) {
        this.cells.add("tag.create");
        if (!this.newTags.has(wanted)) this.pending.push({ kind: "make", level: "tag", name: cleanText(wanted, 80) });
        this.newTags.add(wanted);
        return wanted;
      }
      // Names that have nothing to do with the wanted one only show what tags look like here.
      const near = close.length > 0 ? close : known.slice(0, 3);
      const isChoice = near.length > 0 && (close.length > 0 || known.length === near.length);
      throw new InputError("unknown", `There is no tag "${cleanText(wanted, 80)}".`, {
        candidates: near.map((tag) => ({ id: tag.id, name: quote(tag.name, 80) })),
        next: `${isChoice ? "Use one of these" : "Use one that exists: find_work lists tags"}${allowed ? ", or create_missing to make it" : ""}.`,
      });
    });
    return [...new Set(resolved)];
  }

  /**
   * Ids of people by name; `me` is the account's own person.
   * @param reading what tells of these people anyway; where neither it nor `person.read` is on, a name must be whole, and
   * nobody else is named. Absent: it was confirmed before.
   */
  async person(name: string, reading?: Cell): Promise<Ref> {
    const { person } = await this.call.facts();
    const wanted = name.trim().toLocaleLowerCase();
    if (wanted === "me" || wanted === person.name.toLocaleLowerCase() || wanted === `#${person.id}`) return person;
    const telling: Cell[] = reading ? [reading, "person.read"] : [];
    const levels = telling.map((cell) => this.call.level(cell));
    const asking = levels.includes("allow") ? undefined : telling.find((cell) => this.call.level(cell) === "ask");
    if (asking)
      await this.call.confirm({ cells: [asking], preview: [said({ kind: "read", what: "people" })], targets: [] });
    const looked = this.readAgain;
    this.allPeople ??= this.call.service.work.people(undefined, { signal: this.call.signal });
    const people = await this.allPeople;
    if (levels.length === 0 || levels.some((level) => level !== "off"))
      try {
        const login = people.find((one) => one.login?.toLocaleLowerCase() === wanted);
        if (login && !people.some((one) => fold(one.name) === fold(name))) return login;
        const found = resolveName(name, people, "person");
        for (const note of guessNotes(name, found, "person")) this.guesses.add(note);
        return found;
      } catch (error) {
        if (!(error instanceof InputError) || error.code !== "unknown" || !this.readsAnew(looked)) throw error;
        return await this.person(name, reading);
      }
    const [one, ...more] = people.filter(
      ({ id, name: whole }) => `#${id}` === name.trim() || fold(whole) === fold(name),
    );
    if (one && more.length === 0) return one;
    throw new InputError("unknown", `"${cleanText(name, 80)}" is not the whole name of one person.`, {
      next: "Give the whole name, or #id: other people's names may not be read here.",
    });
  }

  /** Makes what was planned, each once, and returns the ids to book on. */
  async create(work: Work): Promise<WorkIds> {
    const ids: WorkIds = {};
    for (const level of workLevels) {
      const ref = work[level];
      if (!ref) continue;
      if (!ref.id.startsWith(`${newId}:`)) {
        ids[level] = ref.id;
        continue;
      }
      const key = JSON.stringify([level, ref.name.toLocaleLowerCase(), ids]);
      let made = this.made.get(key);
      if (!made) {
        const item = await this.call.service.work.createItem?.(
          level,
          ref.name,
          { ...ids },
          { signal: this.call.signal },
        );
        if (!item) throw new InputError("unknown", `The ${level} cannot be made from here.`);
        const name = cleanText(ref.name, 80);
        const planned = this.pending.findIndex((one) => one.level === level && one.name === name);
        // Made by somebody else while this one was asked about: nothing of ours to tell.
        if (item.existed) this.pending.splice(planned, planned < 0 ? 0 : 1);
        else this.call.did(message("work_item_was_created", { level, name }));
        made = item;
        this.made.set(key, made);
      }
      ids[level] = made.id;
    }
    return ids;
  }

  async createTags(): Promise<void> {
    for (const name of this.newTags) {
      await this.call.service.work.createTag?.(name, { signal: this.call.signal });
      this.newTags.delete(name);
      this.call.did(message("tag_was_created", { tag: cleanText(name, 80) }));
    }
  }
}

/** What the person worked on last, where their time may be read unasked; else nothing. */
export const recentWork = async (call: ToolCall, limit: number): Promise<RecentWork[]> =>
  call.level("time.read") === "allow" ? call.service.work.recent(limit, { signal: call.signal }) : [];
