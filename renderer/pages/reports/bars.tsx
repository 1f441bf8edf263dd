import { useTranslation } from "react-i18next";
import { hoursMinutes, longDay, percent } from "../../lib/format";
import { useApp } from "../../lib/store";
import type { Group } from "./use-report";

/** `Brightwater Museum`: what stands above a work item. */
const above = ({ parents = {} }: Group) =>
  [parents.customer, parents.project, parents.subproject].flatMap((level) => level?.name ?? []).join(" · ");

/** Hours by group, the longest bar as wide as there is room; each is labelled with its number and its part. */
export function Bars({ groups, label }: { groups: readonly Group[]; label: string }) {
  const most = Math.max(...groups.map(({ seconds }) => seconds), 1);
  return (
    <ul className="hbars" aria-label={label}>
      {groups.map((group) => (
        <Bar key={`${group.by}/${group.id}`} group={group} most={most} />
      ))}
    </ul>
  );
}

function Bar({ group, most, inner = false }: { group: Group; most: number; inner?: boolean }) {
  const { t } = useTranslation();
  const { language } = useApp();
  const name = group.by === "day" ? longDay(group.id, language) : group.name || t("report.without");
  const parents = above(group);
  return (
    <li>
      <div className={inner ? "hbar hbar--inner" : "hbar"}>
        <p className="clip" title={[name, parents].filter(Boolean).join(" · ")}>
          <span className={inner ? undefined : "medium"}>{name}</span>
          {parents && !inner && <span className="soft"> {parents}</span>}
        </p>
        <div className="hbar__track" aria-hidden="true">
          <i style={{ width: `${Math.round((group.seconds / most) * 1000) / 10}%` }} />
        </div>
        <span className={inner ? "num end" : "num end strong"}>{hoursMinutes(group.seconds)}</span>
        <span className="num end soft">{percent(group.share, language)}</span>
      </div>
      {group.groups && group.groups.length > 0 && (
        <ul className="hbars hbars--inner" aria-label={name}>
          {group.groups.map((one) => (
            <Bar key={`${one.by}/${one.id}`} group={one} most={most} inner />
          ))}
        </ul>
      )}
      {group.more !== undefined && group.more > 0 && (
        <p className="hint hbar--inner">{t("report.more", { count: group.more })}</p>
      )}
    </li>
  );
}
