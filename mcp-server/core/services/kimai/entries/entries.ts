import type { Call } from "../../../domain/call";
import type { Entry } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import type { EntryDraft, EntryPage, EntryPatch, EntryQuery, TimePort } from "../../../domain/ports";
import { reworded } from "../../../domain/reworded";
import type { MessageText } from "../../../messages/catalog";
import { toInstant } from "../../../time/format";
import { partlyDone } from "../../shared/partly-done";
import { isGone } from "../../shared/refusals";
import { sentOnce } from "../../shared/send-once";
import { demandStored } from "../../shared/stored-as-meant";
import { menuOf } from "../capabilities/row-permissions";
import { changeRecord, deletion, meantBy } from "../change";
import { nothing } from "../client/client";
import { entity, expanded } from "../client/wire";
import type { Kimai } from "../context";
import { demandField, demandWork, formBody, wireId } from "../mapping/entry-form";
import { listQuery } from "../mapping/entry-query";
import { foundByLooking } from "../mapping/phrases";
import { queryRange } from "../mapping/wire-time";
import { storingIn } from "../rounding";
import { onOpenWork } from "../work/closed-work";
import type { Lists } from "../work/lists";
import { collision } from "./collision";
import { droppedTags, writeMeta } from "./entry-notes";
import { createEntryPages, mayBeMany } from "./entry-pages";
import { createTwins } from "./find-lost-create";

/** Largest error of the difference between the service's clock and ours: both count whole seconds. */
const clockErrorSeconds = 2;

/** Pages whose entries a later page could repeat: those that are asked for at once, and one more. */
const lookBack = 5;

/**
 * Entries of Kimai.
 * @param knownTags finds out which tags exist, because Kimai refuses a whole list for one that does not
 */
export function createEntries(kimai: Kimai, lists: Lists, knownTags: (call?: Call) => Promise<string[]>): TimePort {
  const { client, env } = kimai;
  const twins = createTwins(kimai);
  const pagesOf = createEntryPages(kimai, lists);

  const single = async (id: string, call?: Call): Promise<Entry> =>
    kimai.named(await client.get(entity, ["timesheets", wireId(id, "an entry")], [], call?.signal), call);

  async function demandTags(tags: readonly string[], call?: Call): Promise<void> {
    const known = await knownTags(call);
    const folded = new Set(known.map((tag) => tag.toLocaleLowerCase()));
    const unknown = tags.find((tag) => !folded.has(tag.toLocaleLowerCase()));
    if (unknown !== undefined)
      throw new InputError("unknown", `There is no tag "${unknown.slice(0, 100)}" in this Kimai.`, {
        next: "Find tags with find_work.",
      });
  }

  async function* list(asked: EntryQuery, call?: Call): AsyncGenerator<EntryPage> {
    const facts = await kimai.facts.get(call);
    const { query, keep, exact } = listQuery(asked, facts);
    if (asked.tags?.length) await demandTags(asked.tags, call);
    // What is made while we read pushes entries from one page to the next: look back some pages, not over all that came.
    const seen: Set<string>[] = [];
    let done = 0;
    for await (const page of pagesOf(query, mayBeMany(asked), call?.signal)) {
      const fresh = (entry: Entry) => !seen.some((ids) => ids.has(entry.id));
      const entries = page.entries.filter((entry) => keep(entry) && fresh(entry));
      seen.unshift(new Set(page.entries.map(({ id }) => id)));
      seen.length = Math.min(seen.length, lookBack);
      done += page.entries.length;
      // Pages that are read again count twice.
      call?.progress?.(Math.min(done, page.total ?? done), page.total);
      yield { entries, total: exact ? page.total : null };
    }
  }

  async function toggleExported(id: number, wanted: boolean): Promise<Entry | null> {
    const now = await client.get(entity, ["timesheets", id]);
    if ((now.exported ?? false) === wanted) return null;
    const toggled = await sentOnce(
      async () => kimai.written(await client.write(entity, "PATCH", ["timesheets", id, "export"], {})),
      async () => {
        const entry = await single(String(id));
        return entry.exported === wanted ? entry : null;
      },
      kimai.secondLookMs,
    );
    const { zone: place } = await kimai.facts.get();
    await demandStored(toggled.value, { exported: wanted }, storingIn(place), null);
    return toggled.value;
  }

  /** The mark of exported time was taken off for a change that failed. @returns the failure, and what is left */
  async function markedAgain(id: number, error: unknown): Promise<unknown> {
    if (!(error instanceof ServiceError)) return error;
    try {
      await toggleExported(id, true);
      return error;
    } catch {
      return partlyDone(error, `${error.message} The entry is no longer marked as exported.`);
    }
  }

  function unmarkable(error: unknown, changed: Entry | null): never {
    if (changed === null || !(error instanceof ServiceError)) throw error;
    throw partlyDone(error, `The entry was changed, but is not marked as exported: ${error.message}`);
  }

  /** A 403 on a single entry has many reasons and one face; the entry itself tells whether it is locked. */
  async function refusal(error: unknown, id: number): Promise<never> {
    if (!(error instanceof ServiceError) || error.kind !== "forbidden" || error.fields) throw error;
    const entry = await client.get(entity, ["timesheets", id]).catch(() => null);
    if (entry === null) throw error;
    const facts = await kimai.facts.get().catch(() => null);
    const own = facts !== null && String(entry.user) === facts.person.id;
    if (!entry.exported && !own) throw error;
    const offered = await menuOf(client, "timesheet", id).catch(() => null);
    // What may be changed by this person is not locked: the refusal has another reason.
    if (offered?.includes("edit")) throw error;
    const why = entry.exported
      ? "The entry is exported, and your Kimai role may not change exported time."
      : "Kimai does not let you change this entry: its period is closed, or your role may not.";
    throw reworded(error, why, { kind: "locked", next: "Ask the administrator of your Kimai to open it." });
  }

  return {
    list,
    get: single,

    async create(draft: EntryDraft, call) {
      demandWork(draft.work);
      const facts = await kimai.facts.get(call);
      const body = formBody(draft, facts);
      const since = env.now();
      const person = draft.personId ?? facts.person.id;
      const written = await sentOnce(
        async () =>
          kimai.entry(await client.write(expanded, "POST", ["timesheets"], body, call?.signal, [["full", "true"]])),
        () => twins.find(draft, person, since, facts.zone),
        kimai.secondLookMs,
      ).catch(async (error) => {
        throw await collision(kimai, error, facts, draft);
      });
      twins.made(written.value.id);
      const stored = await demandStored(written.value, meantBy(draft), storingIn(facts.zone), deletion(kimai, written));
      const meta = await writeMeta(kimai, written.value, draft.meta);
      return {
        entry: meta.entry,
        notes: [
          ...(written.looked ? [foundByLooking] : []),
          ...stored,
          ...droppedTags(written.value, draft.tags),
          ...meta.notes,
        ],
      };
    },

    async update(id, patch: EntryPatch, call) {
      const number = wireId(id, "an entry");
      const facts = await kimai.facts.get(call);
      const { exported, meta, ...form } = patch;
      if (exported !== undefined) demandField(facts, "exported");
      const body = formBody(form, facts);
      const notes: MessageText[] = [];
      let entry: Entry | null = null;
      const explained = async (error: unknown) => {
        const old = await single(id).catch(() => null);
        const meant = { ...(old && { begin: old.begin, end: old.end, personId: old.person?.id }), ...form };
        return refusal(await collision(kimai, error, facts, meant, number), number);
      };
      // An exported entry is locked for most, so the mark goes first when it is taken off, and last when it is set.
      if (exported === false) entry = await toggleExported(number, false).catch(explained);
      const unmarked = entry !== null;
      if (Object.keys(body).length > 0)
        try {
          const changed = await changeRecord(kimai, number, body, meantBy(form), facts, call);
          entry = changed.entry;
          notes.push(...changed.notes, ...droppedTags(entry, form.tags));
        } catch (error) {
          if (!unmarked) return explained(error);
          throw await markedAgain(number, await explained(error).catch((known: unknown) => known));
        }
      const changed = entry;
      if (exported === true)
        entry =
          (await toggleExported(number, true)
            .catch(explained)
            .catch((error) => unmarkable(error, changed))) ?? entry;
      const untouched = entry === null;
      entry ??= await single(id);
      const fields = await writeMeta(kimai, entry, meta);
      const refused = Object.entries(fields.refused);
      // Where nothing of a change was taken it has failed.
      if (untouched && refused.length > 0 && refused.length === Object.keys(meta ?? {}).length)
        throw new ServiceError(
          "invalid",
          `Nothing was saved: ${refused.map(([name, why]) => `"${name}": ${why}`).join("; ")}.`,
          {
            fields: fields.refused,
            next: "list_records of type meta_field tells which custom fields there are.",
          },
        );
      return { entry: fields.entry, notes: [...notes, ...fields.notes] };
    },

    async copy(id, call) {
      const number = wireId(id, "an entry");
      const facts = await kimai.facts.get(call);
      const old = await single(id, call);
      if (old.end === null)
        throw new ServiceError("invalid", "The entry still runs; only what has ended can be copied.", {
          next: "Clock out first, or clock in on the same again.",
        });
      const since = env.now();
      const person = old.person?.id ?? facts.person.id;
      const like = {
        work: { project: old.work.project?.id, activity: old.work.activity?.id },
        begin: old.begin,
        end: old.end,
        text: old.text,
      };
      const copied = await sentOnce(
        async () =>
          kimai.written(
            await onOpenWork(
              client.write(entity, "PATCH", ["timesheets", number, "duplicate"], {}, call?.signal),
              old.work,
              lists,
            ),
          ),
        () => {
          twins.made(old.id);
          return twins.find(like, person, since, facts.zone);
        },
        kimai.secondLookMs,
      ).catch(async (error) => {
        throw await collision(kimai, error, facts, { begin: old.begin, end: old.end, personId: person });
      });
      twins.made(copied.value.id);
      const stored = await demandStored(
        copied.value,
        meantBy({ ...like, personId: person }),
        storingIn(facts.zone),
        deletion(kimai, copied),
      );
      return { entry: copied.value, notes: [...(copied.looked ? [foundByLooking] : []), ...stored] };
    },

    async isChangedAfter(entry, after, call) {
      const { zone: place, person } = await kimai.facts.get(call);
      const range = queryRange(entry.begin, toInstant(Date.parse(entry.begin) + 1000), place);
      const since = after + ((client.clockSkew() ?? 0) + clockErrorSeconds) * 1000;
      const { rows } = await client.page(
        [
          ["size", 50],
          ["user", wireId(entry.person?.id ?? person.id, "a person")],
          ["begin", range.begin],
          ["end", range.end],
          ["modified_after", toInstant(since).slice(0, 19)],
        ],
        call?.signal,
      );
      return rows.some(({ id }) => String(id) === entry.id);
    },

    async remove(id, call) {
      const number = wireId(id, "an entry");
      try {
        await sentOnce(
          async () => {
            await client.write(nothing, "DELETE", ["timesheets", number], undefined, call?.signal);
            return true;
          },
          async () => isGone(client.get(entity, ["timesheets", number])),
          kimai.secondLookMs,
        );
      } catch (error) {
        await refusal(error, number);
      }
    },
  };
}
