import { useTranslation } from "react-i18next";
import type { Failure, Response } from "#main/ipc/contract/index";
import { FailureNotice } from "../../ui/failure";
import { Notice } from "../../ui/notice";
import { type Change, type List, subjectName, timeOf, whatOf, whoName } from "./words";

type Outcome = Response<"activity:undo">;
type Changed = Extract<Outcome, { kind: "changed" }>["changed"];

interface Reader {
  /** BCP 47. */
  language: string;
  /** IANA name; undefined: that of this computer. */
  zone: string | undefined;
}

interface Props extends Reader {
  refusal: { outcome: Outcome } | { failure: Failure };
  labels: List["labels"];
  account: Change["account"];
}

/** Why an undo did nothing, and what to do instead. */
export function Refusal({ refusal, labels, account, ...reader }: Props) {
  const { t } = useTranslation();
  if ("failure" in refusal) return <FailureNotice failure={refusal.failure} place={account.label} write />;
  const { outcome } = refusal;
  if (outcome.kind === "failed") return <FailureNotice failure={outcome.error} place={account.label} write />;
  if (outcome.kind === "cannot")
    return (
      <Notice tone="warn" alert title={t(`activity.cannot.${outcome.reason}`, { service: account.label })}>
        <p className="plain">{t("activity.nothingChanged")}</p>
      </Notice>
    );
  if (outcome.kind === "changed") return <ChangedSince changed={outcome.changed} labels={labels} {...reader} />;
  return null;
}

const differences = [
  "gone",
  "there",
  "running",
  "locked",
  "used",
  "begin",
  "end",
  "work",
  "text",
  "tags",
  "hidden",
] as const;

function ChangedSince({ changed, labels, language, zone }: Reader & { changed: Changed; labels: List["labels"] }) {
  const { t } = useTranslation();
  const name = (difference: string) => {
    const known = differences.find((one) => one === difference);
    return known ? t(`activity.difference.${known}`) : difference;
  };
  return (
    <Notice tone="warn" alert title={t("activity.changedTitle", { count: changed.length })}>
      <ul className="plain">
        {changed.map(({ item, differences: what, by }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an answer that never changes
          <li key={at}>
            {subjectName(item.subject, t)} {whatOf({ count: 1, items: [item] } as Change, language, t)}:{" "}
            {what.map(name).join(", ")}
            {by && ` (${whoName(by, labels, t)}, ${timeOf(by, zone)})`}
          </li>
        ))}
      </ul>
      <p className="plain">{t("activity.nothingChanged")}</p>
    </Notice>
  );
}
