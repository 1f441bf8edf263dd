import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Cell } from "../../../../mcp-server/domain/permission-cells";
import { Matrix } from "../../../pages/permissions/matrix";
import { Button } from "../../../ui/button";
import { Notice } from "../../../ui/notice";
import { ProblemNotice } from "../../lib/problem-notice";
import { useSend } from "../../lib/use-api";
import { boundRows, type Draft, levelIn, type Patterns, withDraft } from "./bounds";

interface Props<View> {
  /** Whose bound it is. */
  name: string;
  path: string;
  patterns: Patterns;
  /** Of what was read: who saves over a newer one is told so. */
  version: number;
  ceiling: Patterns | null;
  /** What is sent as the value. */
  wrap(permissions: Patterns): object;
  onSaved(view: View): void;
  /** Somebody else changed it meanwhile: reads it anew. */
  onChanged(): Promise<void>;
}

/** The most that AI clients may do, as the app's own table; nothing counts before it is saved. */
export function BoundEditor<View>({ name, path, patterns, version, ceiling, wrap, onSaved, onChanged }: Props<View>) {
  const { t } = useTranslation("team");
  const { t: words } = useTranslation();
  const [draft, setDraft] = useState<Draft>({});
  const { run, busy, problem, forget } = useSend();
  const changed = (Object.keys(draft) as Cell[]).filter((cell) => draft[cell] !== levelIn(patterns, cell));
  const save = async () => {
    const value = wrap(withDraft(patterns, draft));
    const answer = await run<View>("PUT", path, { value, version });
    if (!answer?.ok) return;
    setDraft({});
    onSaved(answer.value);
  };
  const readAgain = async () => {
    forget();
    await onChanged();
  };
  return (
    <>
      <Matrix
        isBound
        view={{ rows: boundRows(patterns, draft, ceiling) }}
        onLevel={(cell, level) => setDraft({ ...draft, [cell]: level })}
      />
      <p className="hint">{t("policy.legend")}</p>
      {problem && (
        <ProblemNotice problem={problem}>
          {problem.code === "changed" && (
            <p className="line">
              <Button size="sm" icon="reload" onPress={() => void readAgain()}>
                {t("policy.readAgain")}
              </Button>
            </p>
          )}
        </ProblemNotice>
      )}
      {changed.length > 0 && (
        <div className="policy__unsaved">
          <Notice tone="warn" title={t("policy.notSaved", { name, count: changed.length })}>
            <ul className="plain">
              {changed.slice(0, 8).map((cell) => (
                <li key={cell}>
                  {t("policy.goes", {
                    cell: cellName(cell),
                    from: words(`level.${levelIn(patterns, cell)}`),
                    to: words(`level.${draft[cell] ?? "allow"}`),
                  })}
                </li>
              ))}
            </ul>
            <p className="plain">{t("policy.counts")}</p>
            <p className="line">
              <Button onPress={() => setDraft({})}>{t("policy.discard")}</Button>
              <Button kind="primary" busy={busy} onPress={() => void save()}>
                {t("policy.save", { count: changed.length })}
              </Button>
            </p>
          </Notice>
        </div>
      )}
    </>
  );

  function cellName(cell: Cell): string {
    const [kind = "", action = ""] = cell.split(".");
    return `${words(`kind.${kind as "time"}`)}, ${words(`permissions.action.${action as "read"}`)}`;
  }
}
