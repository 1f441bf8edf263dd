import type { Call } from "../../../domain/call";
import type { Ref } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import type { AdapterEnvironment, WorkPort } from "../../../domain/ports";
import { remembered } from "../../http/cache";
import { keptToOwnPerson } from "../own-person/own-row-filter";
import type { Gateway } from "./session";
import type { Answer } from "./tools";
import type { WireColleague } from "./wire";

/** More a page are not given (calamari-api.md §3.3). */
const page = 50;
const most = 10_000;
const holds = 10 * 60_000;

/** Any of these lets a client know who works here. */
const cells = ["person.read", "others_absence.read"];

/** Tools that answer in pages. */
type PagedTool = "searchPeople" | "listTeams" | "getTeamMembers";

/** All rows of all pages; a service that gives the same page again is not asked for ever. */
export async function everyPage<T extends PagedTool>(gateway: Gateway, tool: T, args: object, call?: Call) {
  const all: Answer<T>["rows"][number][] = [];
  for (let offset = 0; all.length < most; ) {
    const { rows, nextOffset } = await gateway.call(tool, { ...args, limit: page, offset }, call);
    all.push(...rows);
    const next = nextOffset ?? offset + rows.length;
    if (rows.length === 0 || next <= offset || (rows.length < page && nextOffset === null)) break;
    offset = next;
  }
  return all;
}

export interface People {
  /** Whether the call may know who works here. */
  allowed(): boolean;
  /** Everybody whose name or address has this text. @throws ServiceError `forbidden` before anything is sent */
  find(text: string | undefined, call?: Call): Promise<WireColleague[]>;
  /** By number, UUID or e-mail address. @throws ServiceError `not_found`; `forbidden` as above */
  byId(id: string, call?: Call): Promise<WireColleague>;
}

const named = (one: WireColleague, id: string) =>
  [one.legacyId, one.personUuid, one.email?.toLowerCase()].includes(id.toLowerCase());

/** A colleague by the number, else the UUID. */
export const colleagueRef = ({ legacyId, personUuid, name }: WireColleague): Ref => ({
  id: legacyId ?? personUuid,
  name,
});

/** No projects this way, so nothing to book on and nothing booked lately; people by name. */
export const createWork = (people: People): WorkPort => ({
  search: async () => [],
  recent: async () => [],
  tags: async () => [],
  people: async (text, call) => (await people.find(text, call)).map(colleagueRef),
});

/**
 * Calamari shows whoever signed in what they may see, which may be the whole company; what an AI may ask for is less: the
 * account's permissions decide, here as everywhere in this adapter.
 */
export function createPeople(gateway: Gateway, env: AdapterEnvironment): People {
  const read = (query: string | undefined, call?: Call) =>
    everyPage(gateway, "searchPeople", query ? { query } : {}, call);
  const everybody = remembered(holds, env.now, () => read(undefined));

  const allowed = (more: readonly string[] = []) => [...cells, ...more].some((cell) => env.may?.(cell));
  function demand(more: readonly string[] = []): void {
    if (!allowed(more)) throw keptToOwnPerson();
  }

  return {
    allowed: () => allowed(),
    async find(text, call) {
      demand();
      return text ? read(text, call) : everybody.get(call);
    },
    async byId(id, call) {
      // Who stands in for somebody is named by their address: that one, and nobody else, is looked up for it.
      const address = id.includes("@");
      demand(address ? ["absence.create"] : []);
      const among = address ? await read(id, call) : await everybody.get(call);
      const found = among.find((one) => named(one, id));
      if (found) return found;
      throw new ServiceError("not_found", "Calamari does not know this person.", {
        next: "Look for them with find_work.",
      });
    },
  };
}
