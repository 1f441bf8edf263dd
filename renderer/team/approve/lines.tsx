import { useTranslation } from "react-i18next";
import type { ConfirmQuestion } from "#main/ipc/contract/confirm";
import type { ApprovalView } from "#team/api/contract";
import { questionLines } from "../../features/question/question-lines";
import { Icon } from "../../ui/icon";

export const deletes: readonly string[] = ["delete_time", "delete_record"];

/** "ChatGPT asks to delete 3 entries", in the words that the app has for the tool. */
export function useAskTitle(): (approval: ApprovalView) => string {
  const { t } = useTranslation();
  return ({ tool, client, entries }) => t(`confirm.ask.${tool as ConfirmQuestion["tool"]}`, { client, count: entries });
}

/** The rows as they were read for the question. */
export function Lines({ approval }: { approval: ApprovalView }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="card clipped">
      {questionLines(approval, i18n.language, t).map(({ text, warns }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines never change their place.
        <p className={warns ? "change change--warn" : "change"} key={index}>
          {warns && <Icon name="warning" />}
          {text}
        </p>
      ))}
    </div>
  );
}
