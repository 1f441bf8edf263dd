import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MessageText } from "#core/messages/catalog";
import { useCall } from "../../lib/call";
import type { ChangeRow, Undone } from "./change-row";

/** One undo at a time; a row whose undo did nothing says why until the next try. */
export function useUndo() {
  const { t } = useTranslation();
  const call = useCall("activity:undo");
  const [busy, setBusy] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const [notes, setNotes] = useState<readonly MessageText[]>([]);
  const [refusals, setRefusals] = useState<ReadonlyMap<number, Parameters<typeof ChangeRow>[0]["refusal"]>>(new Map());
  const run = async (row: number, id: number) => {
    if (busy !== null) return;
    setBusy(row);
    setSaid("");
    setNotes([]);
    setRefusals(new Map());
    const answer = await call.run({ id });
    setBusy(null);
    if (!answer) return;
    if (!answer.ok) return setRefusals(new Map([[row, { failure: answer.failure }]]));
    const outcome: Undone = answer.value;
    if (outcome.kind !== "done") return setRefusals(new Map([[row, { outcome }]]));
    setNotes(outcome.notes);
    setSaid(t("activity.saidUndone"));
  };
  return { run, busy, said, notes, refusals };
}
