import { idsOf } from "#core/domain/drafts";
import type { Ref, Work, WorkIds, WorkItem } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import { rankByName } from "#core/domain/names";
import type { Cell } from "#core/domain/permission-cells";
import type { RecentWork } from "#core/domain/ports";
import { quote, quoteLines } from "#core/domain/quote";
import { cleanText } from "#core/domain/text";
import type { RunOf, ToolCall } from "../lib/define";
import { said } from "../lib/question/english";
import { cleanRef, workLine, workView } from "../lib/view";
import { WorkResolver } from "../lib/work-resolver";
import type { findable, findWork } from "./find-work";

type Findable = (typeof findable)[number];

const cellOf = (level: Findable): Cell => `${level === "subproject" ? "project" : level}.read`;

interface Found extends Ref {
  level: Findable;
  parents: Work;
  bookable: boolean;
  whyNot?: string;
}

/** The person's own shortcuts; null where the account has none, or may not have them read. Without an id: by name only. */
async function favourites(call: ToolCall): Promise<(Pick<Ref, "name"> & Partial<Ref>)[] | null> {
  const { records, work } = call.service;
  if (!records || call.level("favourite.read") === "off") return null;
  try {
    if (work.favourites)
      return (await work.favourites({ signal: call.signal })).map(({ name }) => ({ name: quote(name, 200) }));
    const page = await records.list({ type: "favourite", limit: 10, offset: 0 }, { signal: call.signal });
    return page.records.map(cleanRef);
  } catch (error) {
    // Older services have none; what else can go wrong is told by the calls beside it.
    if (error instanceof ServiceError && ["unsupported", "not_found", "forbidden"].includes(error.kind)) return null;
    throw error;
  }
}

/** Descriptions that were used before; null where the service does not look for them, or may not have them read. */
async function usedTexts(part: string, within: WorkIds, call: ToolCall): Promise<string[] | null> {
  const { work } = call.service;
  if (!work.texts || part === "" || call.level("time.read") === "off") return null;
  try {
    const found = await work.texts(part, within, { signal: call.signal });
    return found.map((text) => quote(text, 200));
  } catch (error) {
    // A module that is off; what else can go wrong is told by the calls beside it.
    if (error instanceof ServiceError && ["unsupported", "not_found", "forbidden"].includes(error.kind)) return null;
    throw error;
  }
}

const isWork = ({ level }: Found) => level !== "tag" && level !== "person";

/** By level, and by column: a name for each value of each row would be half of the answer. */
function shortRows(shown: Found[]) {
  const rows: Partial<Record<Findable, string[][]>> = {};
  for (const { level, id, name, parents, bookable, whyNot } of shown) {
    const ref = cleanRef({ id, name });
    const above = Object.keys(parents).length > 0 ? workLine(parents) : "";
    const why = bookable ? "" : cleanText(whyNot ?? "hidden", 200);
    const row = [ref.id, ref.name, above, why];
    while (row.at(-1) === "") row.pop();
    rows[level] ??= [];
    rows[level].push(row);
  }
  return shown.length > 0 ? { columns: ["id", "name", "in", "why_not_bookable"], ...rows } : {};
}

const fullRows = (shown: Found[]) => ({
  items: shown.filter(isWork).map(({ level, id, name, parents, bookable, whyNot }) => ({
    level,
    ...cleanRef({ id, name }),
    parents: workView(parents),
    bookable,
    ...(whyNot !== undefined && { why_not: cleanText(whyNot, 200) }),
  })),
  tags: shown.filter(({ level }) => level === "tag").map(cleanRef),
  people: shown.filter(({ level }) => level === "person").map(cleanRef),
});

const recentRow = ({ work, text, tags }: RecentWork, full: boolean) => ({
  work: full ? workView(work) : workLine(work),
  ...((full || text !== "") && { text: quoteLines(text, full ? 500 : 120) }),
  ...((full || tags.length > 0) && { tags: tags.map((tag) => quote(tag, 100)) }),
});

export const run: RunOf<typeof findWork> = async (input, call) => {
  const facts = await call.facts();
  const { query = "", limit = 25, project, customer } = input;
  const full = input.detail === "full";
  const known = (level: Findable) => level === "tag" || level === "person" || facts.booking.levels.includes(level);
  const asked = input.levels ?? (["customer", "project", "subproject", "activity"] as const);
  const chosen = [...new Set<Findable>(input.levels ?? (query ? asked : ["project", "activity"]))].filter(known);
  // Levels that nobody asked for by name are left out where they are off; asked for, they are refused.
  const levels = input.levels ? chosen : chosen.filter((level) => call.level(cellOf(level)) !== "off");
  await call.confirm({
    cells: levels.length > 0 ? levels.map(cellOf) : ["project.read"],
    preview: [said({ kind: "lookFor", levels })],
    targets: [],
  });
  const resolver = new WorkResolver(call);
  const above =
    project !== undefined || customer !== undefined
      ? (await resolver.resolve({ project, customer }, {}, false)).work
      : {};
  const { signal, service } = call;
  const since = call.now();
  const work = levels.filter((level) => level !== "tag" && level !== "person");
  const everything = async (): Promise<Found[]> => {
    const found: Found[] = [];
    for (const level of work) {
      const within = Object.fromEntries(Object.entries(idsOf(above)).filter(([parent]) => parent !== level));
      const search = (narrow?: string): Promise<WorkItem[]> =>
        service.work.search({ levels: [level], within, text: narrow, includeHidden: input.include_hidden }, { signal });
      let items = await search(query || undefined);
      if (items.length === 0 && query) items = await search();
      found.push(...items);
    }
    if (levels.includes("tag")) found.push(...(await service.work.tags(undefined, { signal })).map(plain("tag")));
    if (levels.includes("person"))
      found.push(...(await service.work.people(undefined, { signal })).map(plain("person")));
    return found;
  };
  const plain =
    (level: Findable) =>
    (ref: Ref): Found => ({ ...ref, level, parents: {}, bookable: true });
  const rank = (found: Found[]) => rankByName(query, found, found.length);
  let ranked = rank(await everything());
  // It may have been made elsewhere since the lists were read.
  if (ranked.length === 0 && query && service.work.refresh?.(since)) ranked = rank(await everything());
  const shown = ranked.slice(0, limit);
  const more = ranked.length - shown.length;
  const lately = input.recent ?? (query === "" && !input.levels);
  const [recent, liked, texts] = await Promise.all([
    lately && call.level("time.read") !== "off" ? service.work.recent(Math.min(limit, 10), { signal }) : [],
    lately ? favourites(call) : null,
    lately ? usedTexts(query, idsOf(above), call) : null,
  ]);
  const data = {
    ...(full ? fullRows(shown) : { found: shortRows(shown) }),
    ...((full || lately) && { recent: recent.map((one) => recentRow(one, full)) }),
    ...(liked && { favourites: liked }),
    ...(texts && { texts }),
    more,
  };
  const lines = [
    ranked.length === 0 ? "Nothing found." : `${ranked.length} found${more > 0 ? `, ${more} more not shown` : ""}:`,
    ...shown.map(({ level, id, name, parents, bookable, whyNot }) => {
      const place = Object.keys(parents).length > 0 ? ` (${workLine(parents)})` : "";
      const hidden = bookable ? "" : ` [not bookable: ${cleanText(whyNot ?? "hidden", 100)}]`;
      return `${level} #${cleanText(id, 100)} ${quote(name, 200)}${place}${hidden}`;
    }),
    ...(recent.length > 0 ? ["Recent:"] : []),
    ...recent.map((one) => `- ${workLine(one.work)}${one.text ? ` ${JSON.stringify(quote(one.text, 120))}` : ""}`),
    ...(liked && liked.length > 0 ? ["Favourites, for clock_in with again:"] : []),
    ...(liked ?? []).map(({ id, name }) => (id === undefined ? `- ${name}` : `- #${id} ${name}`)),
    ...(texts && texts.length > 0 ? ["Texts used before:", ...texts.map((each) => `- ${JSON.stringify(each)}`)] : []),
    more > 0 ? "Give a longer query, or a higher limit." : "",
  ];
  return { data, text: lines.filter(Boolean).join("\n") };
};
