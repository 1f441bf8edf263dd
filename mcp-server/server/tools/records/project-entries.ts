import type { AccountFacts, Entry } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import type { EntryQuery, Service } from "#core/domain/ports";
import type { RecordsPort } from "#core/domain/records";
import type { ProjectLook } from "#core/domain/results/projects";
import { cleanText } from "#core/domain/text";

export interface ProjectCall {
  service: Service;
  facts: AccountFacts;
  signal: AbortSignal;
}

/** Before any entry, and after any. */
const always = { from: "1990-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" };

export function projectRecords({ records }: Service): RecordsPort {
  if (records) return records;
  throw new ServiceError("unsupported", "This service keeps no projects of its own.");
}

/** Everybody's where others' time may be read and changed, else one's own. */
export function whoseEntries({ refused }: AccountFacts): "me" | "everyone" {
  return ["others_time.read", "others_time.update"].some((cell) => cell in refused) ? "me" : "everyone";
}

/** All entries of a project, also planned ones and what runs. @param people whose */
export async function entriesOf(id: string, people: EntryQuery["people"], { service, signal }: ProjectCall) {
  const found = new Map<string, Entry>();
  for await (const { entries } of service.time.list({ ...always, people, work: { project: id } }, { signal }))
    for (const entry of entries) found.set(entry.id, entry);
  return [...found.values()];
}

export const isClosed = ({ exported, locked }: Entry) => exported === true || locked !== undefined;

/** What hangs on a project, and whether it can be deleted. Reads only. */
export async function lookAtProject(id: string, call: ProjectCall): Promise<ProjectLook> {
  const records = projectRecords(call.service);
  const place = { type: "project", id } as const;
  const whose = whoseEntries(call.facts);
  const [entries, remove] = await Promise.all([entriesOf(id, whose, call), removal()]);
  const exported = entries.filter((entry) => entry.exported === true).length;
  const closed = entries.filter(isClosed).length;
  const locked = closed - exported;
  return {
    whose,
    entries: entries.length,
    exported,
    locked,
    seconds: entries.reduce((sum, entry) => sum + (entry.seconds ?? 0), 0),
    remove:
      closed > 0 && remove.kind === "possible" && remove.archives === undefined
        ? { kind: "cannot", why: "exported", message: "" }
        : remove.kind === "cannot" && remove.why === "booked" && entries.length === 0
          ? { ...remove, why: "service" }
          : remove,
  };

  async function removal(): Promise<ProjectLook["remove"]> {
    try {
      const info = await records.describe("project", { signal: call.signal });
      const why = call.facts.refused["project.delete"];
      if (!info.actions.includes("delete") || why !== undefined)
        return { kind: "cannot", why: "service", message: cleanText(why ?? "The service deletes no projects.", 300) };
      const counted = await records.consequences(place, { signal: call.signal });
      return {
        kind: "possible",
        with: counted
          .filter(({ count }) => count > 0)
          .map(({ what, count }) => ({ what: cleanText(what, 100), count })),
        ...(info.archives !== undefined && { archives: cleanText(info.archives, 200) }),
      };
    } catch (error) {
      if (!(error instanceof ServiceError) || !["conflict", "locked", "unsupported", "forbidden"].includes(error.kind))
        throw error;
      // Something stands in the way; where time is booked on it, that is what.
      const why = error.kind === "conflict" ? "booked" : "service";
      return { kind: "cannot", why, message: cleanText(error.message, 300) };
    }
  }
}
