import { z } from "zod";
import type { Call } from "../../../domain/call";
import type { Entry, Instant, WorkIds } from "../../../domain/entities";
import type { RecentWork } from "../../../domain/ports";
import { toInstant } from "../../../time/format";
import { enhancedEntries } from "../client/client";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import { entry } from "../wire/entry";
import { many } from "../wire/wrap";

const month = 30 * 86_400_000;

/** What an entry was about; two with the same work and words are one. */
const about = ({ work, text }: Pick<RecentWork, "work" | "text">) =>
  JSON.stringify([
    ...(["customer", "project", "subproject", "activity"] as const).map((level) => work[level]?.id),
    text,
  ]);

/**
 * The caller's entries of the last 30 days, newest first, each work and text once. Texts come surely only with
 * `enhanced_list` (clockodo-api.md §8.3). Lump sums cannot be started again.
 */
export async function recentWork(clockodo: Clockodo, limit: number, call?: Call): Promise<RecentWork[]> {
  const { client, env } = clockodo;
  const { user } = await clockodo.profile.get({ signal: call?.signal });
  const query = [
    ["time_since", toInstant(env.now() - month)],
    ["time_until", toInstant(env.now() + 60_000)],
    ["filter[users_id]", user.id],
    ["enhanced_list", 1],
  ] as const;
  const asked = { key: "entries", query, limits: [enhancedEntries] };
  const spans = (await client.list(entry, pathOf("entries"), asked, call)).filter((row) => (row.type ?? 1) === 1);
  const last = (one: Entry): Instant => one.end ?? one.begin;
  const found = new Map<string, RecentWork>();
  for (const one of (await clockodo.entries(spans, call)).sort((a, b) => last(b).localeCompare(last(a)))) {
    const recent = { work: one.work, text: one.text, tags: [], lastUsed: last(one) };
    if (!found.has(about(recent))) found.set(about(recent), recent);
  }
  return [...found.values()].slice(0, limit);
}

const label = z.object({ label: z.string().nullish(), value: z.string().nullish() });
const mostTexts = 10;
const longest = 1_000;

/** Texts that Clockodo suggests for new entries, as it orders them (clockodo-api.md §2.4). */
export async function usedTexts({ client }: Clockodo, part: string, within: WorkIds, call?: Call): Promise<string[]> {
  const query: [string, string | number][] = [
    ["mode", "add"],
    ["term", part.slice(0, longest)],
    ["items", mostTexts],
  ];
  if (within.customer !== undefined) query.push(["filter[customers_id]", wireId(within.customer, "a customer")]);
  if (within.project !== undefined) query.push(["filter[projects_id][]", wireId(within.project, "a project")]);
  const read = await client.get(many(label), pathOf("entriesTexts"), { query }, call);
  return [...new Set(read.data.flatMap(({ value, label }) => value || label || []))];
}
