import { useCallback, useEffect, useSyncExternalStore } from "react";
import { projectColors } from "#core/domain/records";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { Response } from "#main/ipc/contract/index";
import { bridge } from "./bridge";
import { useActiveAccount, useApp } from "./store";
import type { Work } from "./work";

type Colors = Response<"projects:colors">["colors"];
export type ProjectColor = Colors[string];

export const colorVariable = (color: ProjectColor): string => `var(--project-${color})`;

/** For what nobody chose a color for: always the same for it. */
export function usualColor(id: string, name: string): ProjectColor {
  let hash = 0;
  for (const letter of `${id} ${name}`) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return projectColors[hash % projectColors.length] ?? "slate";
}

/** What was read last, for all that show work of one account. */
let known: { account: string; colors: Colors } | null = null;
let asked = "";
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

async function read(account: string, key: string): Promise<void> {
  if (asked === key) return;
  asked = key;
  const answer = await bridge.invoke("projects:colors", { accountId: account });
  // Without an answer what was known stays: a color alone is nothing to complain about.
  if (!answer.ok || asked !== key) return;
  known = { account, colors: answer.value.colors };
  for (const listener of listeners) listener();
}

/** The color at the edge of what is booked on a project: the service's own or the chosen one. Never the only thing that tells it. */
export function useProjectColor(): (work: Work) => string {
  const { writes } = useApp();
  const account = useActiveAccount();
  const id = account && descriptorOf(account.service).capabilities.includes("projectColors") ? account.id : null;
  const shown = useSyncExternalStore(subscribe, () => known);
  useEffect(() => {
    if (id !== null) void read(id, `${id}/${writes}`);
  }, [id, writes]);
  const colors = id !== null && shown?.account === id ? shown.colors : null;
  return useCallback(
    (work) => {
      const ref = work.project ?? work.customer ?? work.activity;
      if (!ref) return colorVariable("slate");
      const own = work.project && colors?.[work.project.id];
      return colorVariable(own ?? usualColor(ref.id, ref.name));
    },
    [colors],
  );
}
