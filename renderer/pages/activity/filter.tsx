import type { TFunction } from "i18next";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { useTranslation } from "react-i18next";
import { type Change, isPerson, type List, whoId, whoName } from "./words";

export const everyone = "everyone";
const assistants = "assistants";

interface Chip {
  id: string;
  label: string;
  count: number;
}

/** Everybody, the person's two places, all assistants together and each of them, as far as they are in the list. */
export function chipsOf({ changes, labels }: Pick<List, "changes" | "labels">, t: TFunction): Chip[] {
  const counts = new Map<string, Chip>();
  for (const change of changes) {
    const id = whoId(change);
    const label = id === "me" || id === "tray" ? t(`activity.chip.${id}`) : whoName(change, labels, t);
    counts.set(id, { id, label, count: (counts.get(id)?.count ?? 0) + 1 });
  }
  const own = ["me", "tray"].flatMap((id) => counts.get(id) ?? []);
  const clients = [...counts.values()]
    .filter(({ id }) => id !== "me" && id !== "tray")
    .sort((a, b) => b.count - a.count);
  const all = clients.reduce((sum, { count }) => sum + count, 0);
  return [
    { id: everyone, label: t("activity.chip.everyone"), count: changes.length },
    ...own,
    ...(clients.length > 1 ? [{ id: assistants, label: t("activity.chip.assistants"), count: all }] : []),
    ...clients,
  ];
}

export const isOf = (change: Change, who: string) =>
  who === everyone || (who === assistants ? !isPerson(change) : whoId(change) === who);

export function WhoChips({
  chips,
  value,
  onChange,
}: {
  chips: readonly Chip[];
  value: string;
  onChange(id: string): void;
}) {
  const { t } = useTranslation();
  return (
    <RadioGroup
      className="chips"
      aria-label={t("activity.who.label")}
      orientation="horizontal"
      value={value}
      onChange={onChange}
    >
      {chips.map(({ id, label, count }) => (
        <Radio key={id} value={id} className="chip">
          {label} <span className="num">{count}</span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
