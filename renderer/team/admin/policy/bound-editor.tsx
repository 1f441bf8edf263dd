import { useTranslation } from "react-i18next";
import { leastLevel } from "#core/domain/company-policy/index";
import type { Cell } from "#core/domain/permission-cells";
import { Matrix } from "../../../pages/permissions/matrix";
import { Button } from "../../../ui/button";
import { Notice } from "../../../ui/notice";
import { useUnsaved } from "../../lib/unsaved";
import { useSend } from "../../lib/use-api";
import { boundRows, type Draft, levelIn, type Patterns, withDraft } from "./bounds";
import { Holders } from "./holders";
import { NotSaved } from "./saving";

/** More changes are counted, and not listed. */
const mostShown = 8;

interface Props<View> {
  /** Whose bound it is. */
  name: string;
  /** Id of the group; absent: everybody. */
  group?: string;
  path: string;
  patterns: Patterns;
  /** Of what was read: who saves over a newer one is told so. */
  version: number;
  ceiling: Patterns | null;
  /** What is not saved; whoever looks at another group meanwhile finds it again. */
  draft: Draft;
  onDraft(draft: Draft): void;
  /** What is sent as the value. */
  wrap(permissions: Patterns): object;
  onSaved(view: View): void;
  /** Somebody else changed it meanwhile: reads it anew. */
  onChanged(): Promise<void>;
}

/** The most that AI clients may do, as the app's own table; nothing counts before it is saved. */
export function BoundEditor<View>(props: Props<View>) {
  const { name, group, path, patterns, version, ceiling, draft, onDraft, wrap, onSaved, onChanged } = props;
  const { t } = useTranslation("team");
  const { t: words } = useTranslation();
  const { run, busy, problem, forget } = useSend();
  const changed = (Object.keys(draft) as Cell[]).filter((cell) => draft[cell] !== levelIn(patterns, cell));
  useUnsaved(changed.length > 0);
  const shown = changed.slice(0, mostShown);
  const lowered = shown.flatMap((cell) => {
    const to = draft[cell] ?? "allow";
    return leastLevel(to, levelIn(patterns, cell)) === to ? [[cell, to] as const] : [];
  });
  const goes = (cell: Cell) =>
    t("policy.goes", {
      cell: cellName(cell),
      from: words(`level.${levelIn(patterns, cell)}`),
      to: words(`level.${draft[cell] ?? "allow"}`),
    });
  const save = async () => {
    const value = wrap(withDraft(patterns, draft));
    const answer = await run<View>("PUT", path, { value, version });
    if (!answer?.ok) return;
    onDraft({});
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
        onLevel={(cell, level) => onDraft({ ...draft, [cell]: level })}
      />
      <p className="hint">{t("policy.legend")}</p>
      {problem && <NotSaved problem={problem} onReadAgain={() => void readAgain()} />}
      {changed.length > 0 && (
        <div className="policy__unsaved">
          <Notice tone="warn" title={t("policy.notSaved", { name, count: changed.length })}>
            {lowered.length === 0 ? (
              <Changes cells={shown} goes={goes} />
            ) : (
              <Holders lowered={lowered} group={group}>
                {(told) => <Changes cells={shown} goes={goes} told={told} />}
              </Holders>
            )}
            <p className="plain">{t("policy.counts")}</p>
            <p className="line">
              <Button onPress={() => onDraft({})}>{t("policy.discard")}</Button>
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

interface ChangesProps {
  cells: readonly Cell[];
  /** What a cell would go from and to. */
  goes(cell: Cell): string;
  told?(cell: Cell): string | undefined;
}

function Changes({ cells, goes, told }: ChangesProps) {
  return (
    <ul className="plain">
      {cells.map((cell) => (
        <li key={cell}>
          {goes(cell)} <span className="soft">{told?.(cell)}</span>
        </li>
      ))}
    </ul>
  );
}
