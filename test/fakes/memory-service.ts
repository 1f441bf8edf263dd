import type { AccountFacts, Entry, Ref, WorkItem } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import type { EntryPatch, EntryQuery, Service, WorkSearch } from "#core/domain/ports";
import { type MemoryLeave, memoryAbsences } from "./memory-absences";

export interface Memory extends Service {
  leave: MemoryLeave;
  entries: Entry[];
  items: WorkItem[];
  tagNames: Ref[];
  facts_: AccountFacts;
  /** Names of the writes that reached the service, in order. */
  writes: string[];
  /** Thrown by the next write. */
  failNext: Error | null;
}

const at = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const acme = { id: "1", name: "Acme" };

const facts = (more: Partial<AccountFacts> = {}): AccountFacts => ({
  service: "kimai",
  person: { id: "7", name: "Ada Lovelace" },
  zone: "Europe/Berlin",
  weekStartsOn: 1,
  roles: ["ROLE_USER"],
  teams: [],
  targetSeconds: [28_800, 28_800, 28_800, 28_800, 28_800, 0, 0],
  booking: {
    levels: ["customer", "project", "activity"],
    required: ["project", "activity"],
    freeTimes: true,
    allowsFuture: false,
    allowsOverlap: true,
    runningLimit: 1,
  },
  fields: ["text", "tags", "billable"],
  refused: {},
  modules: {},
  ...more,
});

/** A whole service in memory, with the rules that tools rely on; `now` is its clock. */
export function memoryService(now: () => number, more: Partial<AccountFacts> = {}): Memory {
  const project = (id: string, name: string, bookable = true): WorkItem => ({
    level: "project",
    id,
    name,
    parents: { customer: acme },
    bookable,
    ...(!bookable && { whyNot: "the project has ended" }),
  });
  const activity = (id: string, name: string, parent?: Ref): WorkItem => ({
    level: "activity",
    id,
    name,
    parents: parent ? { customer: acme, project: parent } : {},
    bookable: true,
  });
  const items: WorkItem[] = [
    { level: "customer", id: "1", name: "Acme", parents: {}, bookable: true },
    project("10", "Website relaunch"),
    project("11", "Website care"),
    project("12", "Attic", false),
    activity("20", "Design", { id: "10", name: "Website relaunch" }),
    activity("21", "Bugs", { id: "11", name: "Website care" }),
    activity("22", "Meeting"),
  ];
  let ids = 100;
  let paused: { since: string; id: string } | null = null;
  const wrote = (what: string) => {
    memory.writes.push(what);
    const error = memory.failNext;
    memory.failNext = null;
    if (error) throw error;
  };
  const find = (id: string) => {
    const entry = memory.entries.find((one) => one.id === id);
    if (!entry) throw new ServiceError("not_found", "There is no such entry.", { next: "Use list_time for ids." });
    return entry;
  };
  const workOf = (chosen: Record<string, string | undefined>) => {
    const work: Entry["work"] = {};
    for (const level of ["customer", "project", "activity"] as const) {
      const item = memory.items.find((one) => one.level === level && one.id === chosen[level]);
      if (!item) continue;
      work[level] = { id: item.id, name: item.name };
      if (level === "project" && item.parents.customer) work.customer = item.parents.customer;
    }
    return work;
  };
  const lasts = (entry: Entry, end: string) => {
    entry.end = end;
    entry.seconds = (Date.parse(end) - Date.parse(entry.begin)) / 1000 - entry.breakSeconds;
  };
  const matches = (entry: Entry, query: EntryQuery) =>
    entry.begin >= query.from &&
    entry.begin < query.to &&
    (query.people === "everyone" ||
      (query.people === "me" ? !entry.person : query.people.includes(entry.person?.id ?? "7"))) &&
    Object.entries(query.work ?? {}).every(([level, id]) => entry.work[level as "project"]?.id === id) &&
    (query.tags ?? []).every((tag) => entry.tags.includes(tag)) &&
    (query.text === undefined || entry.text.toLowerCase().includes(query.text.toLowerCase())) &&
    (query.running === undefined || query.running === (entry.end === null));
  /** What is left of custom fields after a change; undefined where none is left. */
  const metaAfter = (old: Entry["meta"], change: Record<string, string | null> = {}) => {
    const kept = Object.entries({ ...old, ...change }).filter((one): one is [string, string] => one[1] !== null);
    return kept.length > 0 ? Object.fromEntries(kept) : undefined;
  };

  const { leave, port: absences } = memoryAbsences(
    { id: "7", name: "Ada Lovelace" },
    () => memory.facts_.targetSeconds,
    (what) => wrote(what),
  );
  const memory: Memory = {
    id: "kimai",
    leave,
    absences,
    entries: [],
    items,
    tagNames: [{ id: "1", name: "remote" }],
    facts_: facts(more),
    writes: [],
    failNext: null,
    facts: async () => memory.facts_,
    close: async () => undefined,
    timer: {
      async read() {
        const running = memory.entries.filter(({ end }) => end === null);
        return { running, onBreak: paused && { since: paused.since, entry: find(paused.id) } };
      },
      async start({ work, at: begin, text, tags, billable }) {
        wrote("start");
        const stopped = memory.entries.filter(({ end }) => end === null);
        for (const one of stopped) lasts(one, at(now()));
        const entry: Entry = {
          id: String(ids++),
          work: workOf(work),
          begin: begin ?? at(now()),
          end: null,
          seconds: null,
          breakSeconds: 0,
          text: text ?? "",
          tags: tags ?? [],
          billable,
        };
        memory.entries.unshift(entry);
        paused = null;
        return { entry, stopped, notes: [] };
      },
      async stop(end) {
        wrote("stop");
        paused = null;
        const entries = memory.entries.filter((one) => one.end === null);
        for (const one of entries) lasts(one, end ?? at(now()));
        return { entries, notes: [] };
      },
      async pause(since) {
        wrote("pause");
        const entry = memory.entries.find(({ end }) => end === null);
        if (!entry) throw new ServiceError("nothing_running", "Nothing is running.");
        lasts(entry, since ?? at(now()));
        paused = { since: since ?? at(now()), id: entry.id };
        return { since: paused.since, entry, notes: [] };
      },
      async resume(since) {
        if (!paused) throw new ServiceError("nothing_running", "There is no break.");
        const before = find(paused.id);
        const work = Object.fromEntries(Object.entries(before.work).map(([level, ref]) => [level, ref.id]));
        return memory.timer.start({ work, text: before.text, tags: before.tags, ...(since && { at: since }) });
      },
      async reopen(id) {
        wrote("reopen");
        const entry = find(id);
        entry.end = null;
        entry.seconds = null;
        return entry;
      },
    },
    time: {
      async *list(query) {
        const found = memory.entries.filter((entry) => matches(entry, query));
        found.sort((a, b) => (a.begin < b.begin ? 1 : -1));
        for (let from = 0; from < found.length; from += 500)
          yield { entries: found.slice(from, from + 500), total: found.length };
      },
      get: async (id) => ({ ...find(id) }),
      async create({ work, begin, end, text, tags, billable, exported, breakSeconds = 0, meta, personId }) {
        wrote("create");
        const entry: Entry = {
          id: String(ids++),
          work: workOf(work),
          ...(personId && { person: { id: personId, name: "Charles Babbage" } }),
          begin,
          end,
          seconds: (Date.parse(end) - Date.parse(begin)) / 1000 - breakSeconds,
          breakSeconds,
          text: text ?? "",
          tags: tags ?? [],
          billable,
          ...(exported !== undefined && { exported }),
          ...(meta && { meta: metaAfter({}, meta) }),
        };
        memory.entries.push(entry);
        return { entry, notes: [] };
      },
      async update(id, patch: EntryPatch) {
        wrote("update");
        const entry = find(id);
        if (patch.work) entry.work = workOf(patch.work);
        if (patch.begin) entry.begin = patch.begin;
        if (patch.end) entry.end = patch.end;
        if (patch.breakSeconds !== undefined) entry.breakSeconds = patch.breakSeconds;
        if (entry.end !== null) lasts(entry, entry.end);
        if (patch.text !== undefined) entry.text = patch.text ?? "";
        if (patch.tags) entry.tags = patch.tags;
        if (patch.billable !== undefined) entry.billable = patch.billable;
        if (patch.exported !== undefined) entry.exported = patch.exported;
        if (patch.personId) entry.person = { id: patch.personId, name: "Charles Babbage" };
        if (patch.meta) entry.meta = metaAfter(entry.meta, patch.meta);
        return { entry, notes: [] };
      },
      async remove(id) {
        wrote("remove");
        find(id);
        memory.entries = memory.entries.filter((one) => one.id !== id);
      },
    },
    work: {
      async search({ levels, text, within = {}, includeHidden }: WorkSearch) {
        return memory.items.filter(
          (item) =>
            levels.includes(item.level) &&
            (includeHidden || item.bookable) &&
            (!text || item.name.toLowerCase().includes(text.toLowerCase())) &&
            Object.entries(within).every(([level, id]) => {
              const parent = item.parents[level as "project"];
              return parent ? parent.id === id : item.level === "activity";
            }),
        );
      },
      async recent(limit) {
        return [...memory.entries]
          .sort((a, b) => (a.begin < b.begin ? 1 : -1))
          .slice(0, limit)
          .map(({ work, text, tags, begin }) => ({ work, text, tags, lastUsed: begin }));
      },
      tags: async () => memory.tagNames,
      people: async () => [
        { id: "7", name: "Ada Lovelace" },
        { id: "8", name: "Charles Babbage" },
      ],
      async createTag(name) {
        wrote("createTag");
        const tag = { id: String(ids++), name };
        memory.tagNames.push(tag);
        return tag;
      },
      async createItem(level, name, parents) {
        wrote(`create ${level}`);
        const item: WorkItem = { level, id: String(ids++), name, parents: workOf(parents), bookable: true };
        memory.items.push(item);
        return item;
      },
    },
  };
  return memory;
}
