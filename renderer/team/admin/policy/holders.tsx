import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Cell, type Level, levels } from "#core/domain/permission-cells";
import type { HoldersView } from "#team/api/admin/contract";
import { Reading } from "../../lib/reading";
import { useRead } from "../../lib/use-api";

interface Props {
  /** Cells with the level that they would be lowered to. */
  lowered: readonly (readonly [Cell, Level])[];
  /** Id of the group whose bound it is; undefined: everybody's. */
  group: string | undefined;
  /** @param told who has more of a cell now, in words; undefined while it is not known */
  children(told: (cell: Cell) => string | undefined): ReactNode;
}

/** Who has more now than they would keep. */
export function Holders({ lowered, group, children }: Props) {
  const { t } = useTranslation("team");
  const asked = new URLSearchParams({ cells: lowered.map(([cell]) => cell).join(","), ...(group && { group }) });
  const read = useRead<HoldersView>(`/api/admin/policy/holders?${asked}`);
  const told = (cell: Cell) => {
    const held = read.value?.[cell];
    const to = lowered.find(([one]) => one === cell)?.[1];
    if (!held || to === undefined) return undefined;
    const above = (["ask", "allow"] as const).filter((level) => levels.indexOf(level) > levels.indexOf(to));
    const people = above.reduce((sum, level) => sum + held[level].people, 0);
    const clients = above.reduce((sum, level) => sum + held[level].clients, 0);
    if (people === 0) return t("policy.holders.none");
    return t("policy.holders.some", {
      people: t("policy.holders.people", { count: people }),
      clients: t("policy.holders.clients", { count: clients }),
    });
  };
  return (
    <>
      {children(told)}
      <Reading read={read} label={t("policy.holders.reading")}>
        {() => null}
      </Reading>
    </>
  );
}
