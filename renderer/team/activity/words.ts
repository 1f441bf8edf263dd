import type { TFunction } from "i18next";
import type { ActivityRow, ApprovalView } from "#team/api/contract";
import type en from "../../i18n/en.json";
import { sentenceOf } from "../../pages/activity/words";

type Tool = keyof (typeof en)["tool"];

/** As the window of the app asks: `ChatGPT asks to delete 3 entries`. */
export const wantedSentence = ({ client, tool, entries }: ApprovalView, t: TFunction): string =>
  t(`confirm.ask.${tool as "delete_time"}`, { client, count: entries });

export function refusedSentence(
  { client, tool }: Extract<ActivityRow, { kind: "refused" }>,
  t: TFunction<"team">,
  words: TFunction,
): string {
  return t("activity.tried", { client, tool: words(`tool.${tool as Tool}`, { defaultValue: tool }) });
}

/** All that a search looks through. */
export function textOf(row: ActivityRow, language: string, t: TFunction<"team">, words: TFunction): string {
  if (row.kind === "refused") return `${refusedSentence(row, t, words)} ${row.account?.label ?? ""}`;
  if (row.kind === "question") return `${wantedSentence(row.question, words)} ${row.question.lines.join(" ")}`;
  const { change } = row;
  return `${change.client} ${sentenceOf(change, language, words)} ${JSON.stringify(change.items)}`;
}
