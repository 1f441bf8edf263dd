import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import type { AdapterEnvironment } from "../../../domain/ports";
import { remembered } from "../../http/cache";
import { keptToOwnPerson } from "../own-person/own-row-filter";
import type { Gateway } from "./session";
import { people as peoplePage, type WireColleague } from "./wire";

/** More a page are not given (calamari-api.md §3.3). */
const page = 50;
const most = 10_000;
const holds = 10 * 60_000;

/** Any of these lets a client know who works here. */
const cells = ["person.read", "others_absence.read"];

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

/**
 * Calamari shows whoever signed in what they may see, which may be the whole company; what an AI may ask for is less: the
 * account's permissions decide, here as everywhere in this adapter.
 */
export function createPeople(gateway: Gateway, env: AdapterEnvironment): People {
  async function read(query: string | undefined, call?: Call): Promise<WireColleague[]> {
    const all: WireColleague[] = [];
    for (let offset = 0; all.length < most; ) {
      const args = { limit: page, offset, ...(query && { query }) };
      const { rows, nextOffset } = await gateway.call(peoplePage, "searchPeople", args, call);
      all.push(...rows);
      const next = nextOffset ?? offset + rows.length;
      if (rows.length < page && nextOffset === null) break;
      if (rows.length === 0 || next <= offset) break;
      offset = next;
    }
    return all;
  }
  const everybody = remembered(holds, env.now, () => read(undefined));

  const allowed = (more: readonly string[] = []) => [...cells, ...more].some((cell) => env.may?.(cell));
  function demand(more: readonly string[] = []): void {
    if (allowed(more)) return;
    throw keptToOwnPerson();
  }
  const unknown = () =>
    new ServiceError("not_found", "Calamari does not know this person.", { next: "Look for them with find_work." });

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
      const found = (address ? await read(id, call) : await everybody.get(call)).find((one) => named(one, id));
      if (!found) throw unknown();
      return found;
    },
  };
}
