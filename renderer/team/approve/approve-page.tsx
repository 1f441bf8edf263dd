import { useTranslation } from "react-i18next";
import type { ApprovalView } from "#team/api/contract";
import { Alone } from "../frame";
import { Reading } from "../lib/reading";
import { useMinutesUntil } from "../lib/server-clock";
import { useRead } from "../lib/use-api";
import type { TeamPageProps } from "../page-props";
import { Answered } from "./answered";
import { Question } from "./question";

/** What an AI client wants to do, and the person's yes or no; afterwards what became of it. */
export default function ApprovePage({ params }: TeamPageProps) {
  const { t } = useTranslation("team");
  const read = useRead<ApprovalView>(`/api/approvals/${params.id}`);
  if (read.value) return <Shown approval={read.value} onChange={read.put} onReload={read.reload} />;
  return (
    <Alone title={t("approve.title")}>
      <Reading read={read} label={t("approve.reading")}>
        {() => null}
      </Reading>
    </Alone>
  );
}

interface Props {
  approval: ApprovalView;
  onChange(approval: ApprovalView): void;
  onReload(): Promise<void>;
}

function Shown({ approval, onChange, onReload }: Props) {
  const minutes = useMinutesUntil(approval.expiresAt);
  const isLive = approval.state === "open" || approval.state === "allowed";
  const now: ApprovalView = isLive && minutes === 0 ? { ...approval, state: "expired" } : approval;
  return now.state === "open" ? (
    <Question approval={now} minutes={minutes} onChange={onChange} onReload={onReload} />
  ) : (
    <Answered approval={now} minutes={minutes} onChange={onChange} onReload={onReload} />
  );
}
