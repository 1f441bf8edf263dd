import type { Work } from "#core/domain/entities";
import { quote } from "#core/domain/quote";
import type { WorkView } from "#core/domain/results/entries";
import type { ReportGroup } from "#core/domain/results/reports";
import { cleanText } from "#core/domain/text";
import { hoursMinutes } from "#core/time/format";
import type { Group } from "#core/time/report/groups";
import { isTimeKey } from "#core/time/report/names";
import { workView } from "../lib/view";
import { type CurrencyOf, moneyText, sumView } from "./sums";

export const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;
export const percent = (part: number) => `${(part * 100).toFixed(1)} %`;

/** Groups as they are answered: names cleaned, and no level above told twice. @param limits of each level, for parts too */
export function groupViews(
  groups: readonly Group[],
  currencyOf: CurrencyOf,
  [limit = 15, ...limits]: readonly number[],
  above: ReadonlySet<string> = new Set(),
): ReportGroup[] {
  const untold = (parents: Work | undefined) =>
    Object.fromEntries(
      Object.entries(workView(parents ?? {})).filter(([level, ref]) => !above.has(`${level} ${ref?.id}`)),
    ) as WorkView;
  return groups.map(({ by, id, name, parents, sum, share, shareAbove, parts, groups: below, more }) => {
    const shown = untold(parents);
    const known = new Set([...above, `${by} ${id}`]);
    for (const [level, ref] of Object.entries(shown)) known.add(`${level} ${ref?.id}`);
    return {
      by,
      id: cleanText(id, 200),
      name: isTimeKey(by) ? cleanText(name, 100) : quote(name, 100),
      ...(Object.keys(shown).length > 0 && { parents: shown }),
      ...sumView(sum, currencyOf),
      share,
      ...(shareAbove !== undefined && { share_above: shareAbove }),
      ...(parts && {
        parts: parts.slice(0, limit).map((part) => ({
          id: cleanText(part.key.id, 100),
          parents: untold(part.key.parents),
          ...sumView(part.sum, currencyOf),
        })),
        ...(parts.length > limit && { more_parts: parts.length - limit }),
      }),
      ...(below && { groups: groupViews(below, currencyOf, limits, known) }),
      ...(more !== undefined && { more }),
    };
  });
}

const namesOf = (parents: WorkView | undefined) =>
  Object.values(parents ?? {}).flatMap((ref) => (ref ? [ref.name] : []));

/** A line for each group; what is below it is indented. @param above what the group above is one of */
export function groupLines(groups: readonly ReportGroup[], indent: string, above?: string): string[] {
  return groups.flatMap((group) => {
    const { by, id, name, parts, share_above } = group;
    const tellsId = id !== "" && id !== name && !/^\d{4}-\d\d-\d\d$/.test(id) && by !== "tag" && by !== "billable";
    const ids = tellsId
      ? ` (${id
          .split(",")
          .map((one) => `#${one}`)
          .join(", ")})`
      : "";
    const ofAbove = share_above === undefined || above === undefined ? "" : `, ${percent(share_above)} of the ${above}`;
    const billable = group.billable > 0 && by !== "billable" ? `, ${hoursMinutes(group.billable)} billable` : "";
    const exported = group.exported ? `, ${hoursMinutes(group.exported)} exported or billed` : "";
    const inner = `${indent}  `;
    return [
      `${indent}${[...namesOf(group.parents), name].join(" / ")}${ids}  ${hoursMinutes(group.seconds)}  ${percent(group.share)}${ofAbove}  ${many(group.entries, "entry", "entries")}${billable}${exported}${moneyText(group)}`,
      ...(parts ?? []).map(
        (part) =>
          `${inner}in ${namesOf(part.parents).join(" / ") || "no project"} (#${part.id})  ${hoursMinutes(part.seconds)}  ${many(part.entries, "entry", "entries")}${moneyText(part)}`,
      ),
      ...(group.more_parts ? [`${inner}in ${group.more_parts} more`] : []),
      ...groupLines(group.groups ?? [], inner, by === "billable" ? "group" : by),
      ...(group.more ? [`${inner}${group.more} more`] : []),
    ];
  });
}
