import type { Ref, Work, WorkItem } from "../domain/entities";
import type { Cell } from "../permissions";
import { defineTool } from "./define";
import { choices, count, flag, outputSchema, text } from "./schema";

const findable = ["customer", "project", "subproject", "activity", "tag", "person"] as const;
type Findable = (typeof findable)[number];
const cellOf = (level: Findable): Cell => `${level === "subproject" ? "project" : level}.read`;

interface Found extends Ref {
  level: Findable;
  parents: Work;
  bookable: boolean;
  whyNot?: string;
}

export const findWork = defineTool({
  name: "find_work",
  title: "Find work",
  description:
    "Find customers, projects, activities, tags, people by part of a name, with ids. Other tools take names directly: not needed before them unless a name is refused.",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {
    query: text("Part of a name; absent: all"),
    levels: choices(findable, "Default project and activity"),
    project: text("Only below it: name or #id"),
    customer: text("Only below it: name or #id"),
    include_hidden: flag("Also what cannot be booked on"),
    recent: flag("Also what was booked lately"),
    limit: count("How many, default 25", 500),
  },
  output: outputSchema({
    items: "array",
    tags: "array",
    people: "array",
    recent: "array",
    more: "number",
  }),
  async run(input, call, kit) {
    const facts = await call.facts();
    const { query = "", limit = 25, project, customer } = input;
    const known = (level: Findable) => level === "tag" || level === "person" || facts.booking.levels.includes(level);
    const asked = input.levels ?? (["customer", "project", "subproject", "activity"] as const);
    const chosen = [...new Set<Findable>(input.levels ?? (query ? asked : ["project", "activity"]))].filter(known);
    // Levels that nobody asked for by name are left out where they are off; asked for, they are refused.
    const levels = input.levels ? chosen : chosen.filter((level) => call.level(cellOf(level)) !== "off");
    await call.confirm({
      cells: levels.length > 0 ? levels.map(cellOf) : ["project.read"],
      preview: [`Look for ${levels.join(", ")}`],
    });
    const resolver = new kit.WorkResolver(call);
    const above =
      project !== undefined || customer !== undefined
        ? (await resolver.resolve({ project, customer }, {}, false)).work
        : {};
    const { signal, service } = call;
    const found: Found[] = [];
    const work = levels.filter((level) => level !== "tag" && level !== "person");
    for (const level of work) {
      const within = Object.fromEntries(Object.entries(kit.idsOf(above)).filter(([parent]) => parent !== level));
      const search = (narrow?: string): Promise<WorkItem[]> =>
        service.work.search({ levels: [level], within, text: narrow, includeHidden: input.include_hidden }, { signal });
      let items = await search(query || undefined);
      if (items.length === 0 && query) items = await search();
      found.push(...items);
    }
    const plain =
      (level: Findable) =>
      (ref: Ref): Found => ({ ...ref, level, parents: {}, bookable: true });
    if (levels.includes("tag")) found.push(...(await service.work.tags(undefined, { signal })).map(plain("tag")));
    if (levels.includes("person"))
      found.push(...(await service.work.people(undefined, { signal })).map(plain("person")));

    const ranked = kit.rankByName(query, found, found.length);
    const shown = ranked.slice(0, limit);
    const more = ranked.length - shown.length;
    const recent =
      (input.recent ?? (query === "" && !input.levels)) && call.level("time.read") !== "off"
        ? await service.work.recent(Math.min(limit, 10), { signal })
        : [];
    const isWork = ({ level }: Found) => level !== "tag" && level !== "person";
    const data = {
      items: shown.filter(isWork).map(({ level, id, name, parents, bookable, whyNot }) => ({
        level,
        ...kit.cleanRef({ id, name }),
        parents: kit.workView(parents),
        bookable,
        ...(whyNot !== undefined && { why_not: kit.cleanText(whyNot, 200) }),
      })),
      tags: shown.filter(({ level }) => level === "tag").map(kit.cleanRef),
      people: shown.filter(({ level }) => level === "person").map(kit.cleanRef),
      recent: recent.map((one) => ({
        work: kit.workView(one.work),
        text: kit.cleanText(one.text),
        tags: one.tags.map((tag) => kit.cleanText(tag, 100)),
      })),
      more,
      untrusted: kit.untrusted,
    };
    const lines = [
      ranked.length === 0 ? "Nothing found." : `${ranked.length} found${more > 0 ? `, ${more} more not shown` : ""}:`,
      ...shown.map(({ level, id, name, parents, bookable, whyNot }) => {
        const place = Object.keys(parents).length > 0 ? ` (${kit.workLine(parents)})` : "";
        const hidden = bookable ? "" : ` [not bookable: ${kit.cleanText(whyNot ?? "hidden", 100)}]`;
        return `${level} #${kit.cleanText(id, 100)} ${kit.cleanText(name, 200)}${place}${hidden}`;
      }),
      ...(recent.length > 0 ? ["Recent:"] : []),
      ...recent.map(
        (one) => `- ${kit.workLine(one.work)}${one.text ? ` ${JSON.stringify(kit.cleanText(one.text, 120))}` : ""}`,
      ),
      more > 0 ? "Give a longer query, or a higher limit." : "",
      kit.untrusted,
    ];
    return { data, text: lines.filter(Boolean).join("\n") };
  },
});
