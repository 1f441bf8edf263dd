import { z } from "zod";
import type { Ref } from "../../domain/entities";
import { ServiceError } from "../../domain/errors";
import type { KimaiClient } from "./client";
import { personRef } from "./mapping";
import { team, user, type WireUser } from "./wire";

/** Pages of 500 records that are read for the names in them; who has not worked in that many is rarely looked for. */
const pagesForNames = 2;

const ifAllowed = async <T>(asked: Promise<T>): Promise<T | null> =>
  asked.catch((error) => {
    if (error instanceof ServiceError && ["forbidden", "not_found"].includes(error.kind)) return null;
    throw error;
  });

/**
 * The people whose names this caller may know. `/users` needs super admin by default (§3.9), so a team lead's people
 * come from the records that they may see, and else from teams.
 */
export async function readPeople(client: KimaiClient, seesOthers: boolean, self: Ref): Promise<Ref[]> {
  const known = new Map<string, Ref>([[self.id, self]]);
  const add = (each: WireUser) => {
    if (each.enabled !== false) known.set(String(each.id), personRef(each));
  };
  const users = await ifAllowed(client.get(z.array(user), ["users"]));
  if (users) users.forEach(add);
  else if (seesOthers) {
    for (let page = 1; page <= pagesForNames; page++) {
      const read = await client.page([
        ["user", "all"],
        ["size", 500],
        ["page", page],
      ]);
      for (const row of read.rows) add(row.user);
      if (page >= read.pages) break;
    }
  }
  if (!users) {
    const teams = await ifAllowed(client.get(z.array(z.object({ id: z.number() })), ["teams"]));
    const members = (teams ?? []).slice(0, 20).map(({ id }) => ifAllowed(client.get(team, ["teams", id])));
    for (const each of await Promise.all(members)) for (const member of each?.members ?? []) add(member.user);
  }
  return [...known.values()].sort((a, b) => a.name.localeCompare(b.name));
}
