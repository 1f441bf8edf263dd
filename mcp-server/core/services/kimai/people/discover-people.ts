import { z } from "zod";
import { nullWhere } from "../../shared/refusals";
import type { KimaiClient } from "../client/client";
import { team } from "../client/wire";
import { personRow, type WirePersonRow } from "../records/people/people-wire";

/** Pages of 500 records that are read for the names in them; who has not worked in that many is rarely looked for. */
const pagesForNames = 2;
const teamsForNames = 100;

const ifAllowed = <T>(asked: Promise<T>): Promise<T | null> => nullWhere(["forbidden", "not_found"], asked);

interface KnownPeople {
  rows: WirePersonRow[];
  /** Kimai itself listed them: nobody is missing, and nobody's details. Else why and what was looked at, in words. */
  missing: string | null;
}

/**
 * Everybody whose name this caller may know. `/users` needs super admin by default (§3.9), so the people of others come
 * from the records that they may see and from teams, both: who is in no team has time, who has none may be in a team.
 */
export async function discoverPeople(
  client: KimaiClient,
  seesOthers: boolean,
  withDisabled = false,
  signal?: AbortSignal,
): Promise<KnownPeople> {
  const users = await ifAllowed(
    client.get(z.array(personRow), ["users"], withDisabled ? [["visible", 3]] : [], signal),
  );
  if (users) return { rows: users, missing: null };
  const [fromTime, fromTeams] = await Promise.all([
    seesOthers ? peopleWithTime(client, signal) : null,
    peopleInTeams(client, signal),
  ]);
  const rows = new Map<number, WirePersonRow>();
  for (const each of [...(fromTime?.rows ?? []), ...(fromTeams?.rows ?? [])])
    if (withDisabled || each.enabled !== false) rows.set(each.id, each);
  const looked = [
    fromTime &&
      (fromTime.whole ? "the time entries that you may see" : `the newest ${pagesForNames * 500} time entries`),
    fromTeams && (fromTeams.whole ? "the teams" : `the first ${teamsForNames} teams`),
  ].filter(Boolean);
  const missing =
    looked.length === 0
      ? "Kimai lists people only to those with the right view_user, and you may see nobody else's time or team."
      : `Kimai lists people only to those with the right view_user. These are the names in ${looked.join(" and ")}; who is in none of them is missing here.`;
  return { rows: [...rows.values()], missing };
}

async function peopleWithTime(
  client: KimaiClient,
  signal?: AbortSignal,
): Promise<{ rows: WirePersonRow[]; whole: boolean }> {
  const rows: WirePersonRow[] = [];
  for (let page = 1; page <= pagesForNames; page++) {
    const query = [["user", "all"] as const, ["size", 500] as const, ["page", page] as const];
    const read = await client.page(query, signal);
    rows.push(...read.rows.map((row) => row.user));
    if (page >= read.pages) return { rows, whole: true };
  }
  return { rows, whole: false };
}

async function peopleInTeams(
  client: KimaiClient,
  signal?: AbortSignal,
): Promise<{ rows: WirePersonRow[]; whole: boolean } | null> {
  const teams = await ifAllowed(client.get(z.array(z.object({ id: z.number() })), ["teams"], [], signal));
  if (!teams) return null;
  const asked = teams.slice(0, teamsForNames);
  const read = await Promise.all(asked.map(({ id }) => ifAllowed(client.get(team, ["teams", id], [], signal))));
  const rows = read.flatMap((each) => each?.members?.map((member) => member.user) ?? []);
  return { rows, whole: asked.length === teams.length && read.every((each) => each !== null) };
}
