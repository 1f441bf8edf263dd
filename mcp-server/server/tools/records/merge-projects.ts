import { idsOf } from "#core/domain/drafts";
import type { Entry, Ref, WorkIds } from "#core/domain/entities";
import { InputError, ServiceError } from "#core/domain/errors";
import { fold } from "#core/domain/names";
import { quote } from "#core/domain/quote";
import type { RecordTypeInfo, RecordValue, ServiceRecord } from "#core/domain/records";
import type { ProjectMerged } from "#core/domain/results/projects";
import { cleanText } from "#core/domain/text";
import type { MessageText } from "#core/messages/catalog";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { runBulk } from "../lib/run-concurrently";
import { entriesOf, isClosed, type ProjectCall, projectRecords, whoseEntries } from "./project-entries";

/** Moves all entries of one project to another, all of them or none, and puts the emptied one away. */

type Done = Omit<Extract<ProjectMerged, { kind: "done" }>, "kind" | "change">;

const named = ({ name }: { name: string }) => `"${quote(name, 80)}"`;
const refId = (value: RecordValue | undefined): string | undefined =>
  typeof value === "object" && value !== null && "id" in value ? String(value.id) : undefined;

/** The field that says whether a project can be booked on; undefined: none that can be changed. */
const shownField = ({ fields, actions }: Pick<RecordTypeInfo, "fields" | "actions">): string | undefined =>
  actions.includes("update")
    ? fields.find(({ name, when }) => ["visible", "active"].includes(name) && when !== "never" && when !== "create")
        ?.name
    : undefined;

/**
 * @throws ServiceError, InputError; what was moved before one failed is moved back, and `saved` and the message say what
 * could not be
 */
export async function mergeProjects(from: string, into: string, call: ProjectCall): Promise<Done> {
  if (from === into) throw new InputError("argument", "A project cannot be merged into itself.");
  const { service, facts, signal } = call;
  const records = projectRecords(service);
  const [info, source, target] = await Promise.all([
    records.describe("project", { signal }),
    records.get({ type: "project", id: from }, { signal }),
    records.get({ type: "project", id: into }, { signal }),
  ]);
  const field = shownField(info);
  if (field !== undefined && target.values[field] === false)
    throw new ServiceError("conflict", `The project ${named(target)} is archived.`, {
      next: "Bring it back first, or choose another one.",
    });
  const whose = whoseEntries(facts);
  const entries = await entriesOf(from, whose, call);
  demandOpen(entries, source);
  const activities = await activitiesFor(entries, { from, into, target }, call);
  const above = target.parent?.type === "customer" ? target.parent.id : undefined;
  const customer = refId(target.values.customer) ?? above;
  const workOf = ({ work: { activity } }: Entry): WorkIds => {
    const moved = activity && (activities.ids.get(activity.id) ?? activity.id);
    return {
      ...(customer !== undefined && { customer }),
      project: into,
      ...(moved !== undefined && { activity: moved }),
    };
  };
  const notes = await moveAll(entries, workOf, call).catch(async (error: unknown) => {
    await takeBack(activities.made, call);
    throw error;
  });
  const left = await entriesOf(from, whose, call);
  if (left.length > 0)
    notes.push(`${left.length === 1 ? "One entry was" : `${left.length} entries were`} booked meanwhile and stayed.`);
  // Entries of others, which cannot be seen from here, may remain in it.
  const isSeenWhole = whose === "everyone" || descriptorOf(service.id).isLocal;
  const archived = isSeenWhole && left.length === 0 && (await putAway(source, field, call, notes));
  return {
    moved: entries.length,
    whose,
    made: activities.made.map(({ name }) => cleanText(name, 100)),
    archived,
    notes: [...new Set(notes)],
  };
}

/** What was billed stays where it was billed. */
function demandOpen(entries: readonly Entry[], source: ServiceRecord): void {
  const closed = entries.filter(isClosed).length;
  if (closed > 0)
    throw new ServiceError(
      "locked",
      `${closed} of ${entries.length} entries of ${named(source)} are exported or closed, so they stay where they are.`,
      { next: "Nothing was moved. Archive the project instead, or take the mark off these entries first." },
    );
  if (entries.some(({ work }) => work.subproject !== undefined))
    throw new ServiceError("unsupported", `Time is booked on subprojects of ${named(source)}.`, {
      next: "Nothing was moved. Move these entries to another subproject first.",
    });
}

/** An activity belongs to its project, so the other one needs its own of the same name; where it has none, one is made. */
async function activitiesFor(
  entries: readonly Entry[],
  { from, into, target }: { from: string; into: string; target: ServiceRecord },
  { service, facts, signal }: ProjectCall,
): Promise<{ ids: Map<string, string>; made: Ref[] }> {
  const ids = new Map<string, string>();
  const made: Ref[] = [];
  const records = projectRecords(service);
  const used = new Map(entries.flatMap(({ work: { activity } }) => (activity ? [[activity.id, activity]] : [])));
  if (used.size === 0 || !facts.booking.levels.includes("activity")) return { ids, made };
  const own: ServiceRecord[] = [];
  for (const id of used.keys()) {
    const one = await records.get({ type: "activity", id }, { signal });
    const above = refId(one.values.project) ?? (one.parent?.type === "project" ? one.parent.id : undefined);
    if (above === from) own.push(one);
  }
  if (own.length === 0) return { ids, made };
  const all = { type: "activity", limit: 500, offset: 0 } as const;
  const there = await records.list({ ...all, includeHidden: true, filters: { project: into } }, { signal });
  const twinOf = ({ name }: ServiceRecord) => there.records.find((one) => fold(one.name) === fold(name));
  const hidden = own.map(twinOf).find((one) => one?.values.visible === false);
  if (hidden)
    throw new ServiceError("conflict", `The activity ${named(hidden)} of ${named(target)} is archived.`, {
      next: "Nothing was moved. Bring that activity back first.",
    });
  const missing = own.filter((one) => !twinOf(one));
  const why = facts.refused["activity.create"];
  if (missing.length > 0 && why !== undefined)
    throw new ServiceError("forbidden", `${named(target)} has no activity ${missing.map(named).join(", ")}.`, {
      next: `Nothing was moved, and Punchcard may not make it: ${cleanText(why, 200)}`,
    });
  for (const one of own) {
    const twin = twinOf(one);
    if (twin) ids.set(one.id, twin.id);
    else {
      const { record } = await records.create({ type: "activity", values: { name: one.name, project: into } });
      ids.set(one.id, record.id);
      made.push({ id: record.id, name: record.name });
    }
  }
  return { ids, made };
}

/** @returns what the service noted @throws ServiceError after moving back what was moved */
async function moveAll(
  entries: readonly Entry[],
  workOf: (entry: Entry) => WorkIds,
  { service, signal }: ProjectCall,
): Promise<MessageText[]> {
  const notes: MessageText[] = [];
  const stop = new AbortController();
  const moved: Entry[] = [];
  let failed: { entry: Entry; error: unknown } | undefined;
  const quiet = { signal: AbortSignal.any([signal, stop.signal]), progress: () => undefined };
  await runBulk(entries, quiet, async (entry) => {
    try {
      // Not ended halfway: what was sent is waited for.
      notes.push(...(await service.time.update(entry.id, { work: workOf(entry) })).notes);
      moved.push(entry);
    } catch (error) {
      if (error instanceof ServiceError && error.saved !== "no") moved.push(entry);
      failed ??= { entry, error };
      stop.abort();
      throw error;
    }
  });
  if (!failed && moved.length === entries.length) return notes;
  throw await movedBack(moved, failed, service);
}

/** Activities that were made for nothing; one that somebody uses by now stays. */
async function takeBack(made: readonly Ref[], { service }: ProjectCall): Promise<void> {
  const records = projectRecords(service);
  for (const { id } of made)
    await (records.takeBack ?? records.remove).call(records, { type: "activity", id }).catch(() => undefined);
}

const back = "All entries are where they were.";

/** @returns why nothing was moved, or what could not be moved back */
async function movedBack(
  moved: readonly Entry[],
  failed: { entry: Entry; error: unknown } | undefined,
  service: ProjectCall["service"],
): Promise<Error> {
  const quiet = { signal: new AbortController().signal, progress: () => undefined };
  const outcomes = await runBulk(moved, quiet, ({ id, work }) => service.time.update(id, { work: idsOf(work) }));
  const left = outcomes.filter((one) => "error" in one).length;
  const why = failed?.error instanceof Error ? cleanText(failed.error.message, 300) : "It was cancelled.";
  const message = failed ? `The entry of ${failed.entry.begin.slice(0, 10)} could not be moved: ${why}` : why;
  if (left === 0 && !failed) return new InputError("cancelled", message, { next: back });
  if (left === 0) return new ServiceError("conflict", message, { next: back });
  return new ServiceError("conflict", message, {
    saved: "yes",
    next: `${left} of ${moved.length} entries that had been moved could not be moved back. Activity lists them.`,
  });
}

/** The entries are moved whatever comes of this. */
async function putAway(
  source: ServiceRecord,
  field: string | undefined,
  { service }: ProjectCall,
  notes: MessageText[],
): Promise<boolean> {
  if (field === undefined || source.values[field] === false) return false;
  try {
    const { notes: more } = await projectRecords(service).update(
      { type: "project", id: source.id },
      { [field]: false },
    );
    notes.push(...more);
    return true;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    notes.push(`${named(source)} is empty now, but could not be archived: ${cleanText(error.message, 200)}`);
    return false;
  }
}
