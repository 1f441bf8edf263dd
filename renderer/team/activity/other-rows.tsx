import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { ActivityRow, ApprovalView } from "#team/api/contract";
import { questionLines } from "../../features/question/question-lines";
import { clockOf } from "../../lib/format";
import { Icon, type IconName } from "../../ui/icon";
import { initials } from "../../ui/initials";
import { Clip } from "../../ui/notice";
import { refusedSentence, wantedSentence } from "./words";

type Question = Extract<ActivityRow, { kind: "question" }>;
type Refused = Extract<ActivityRow, { kind: "refused" }>;

const icons: Record<string, IconName> = { waiting: "ask", allowed: "clock", denied: "cross", refused: "lock" };

/** What an assistant wanted to do and did not: it waits for the person, or was denied. */
export function QuestionRow({ row }: { row: Question }) {
  const { t } = useTranslation("team");
  const { t: words, i18n } = useTranslation();
  const { question, outcome } = row;
  const time = clockOf(question.expiresAt, undefined);
  return (
    <Row
      at={row.at}
      client={question.client}
      sentence={wantedSentence(question, words)}
      detail={detailOf(question, i18n.language, words)}
    >
      <span className="outcome">
        <Icon name={icons[outcome] ?? "info"} />
        <span className={outcome === "waiting" ? "strong" : undefined}>
          {t(`activity.outcome.${outcome as "waiting"}`, { time })}
        </span>
      </span>
      {outcome === "waiting" && (
        <a className="button button--sm" href={`/approve/${question.id}`}>
          {t("activity.review")}
        </a>
      )}
    </Row>
  );
}

/** A call that was not let through. */
export function RefusedRow({ row }: { row: Refused }) {
  const { t } = useTranslation("team");
  const { t: words } = useTranslation();
  const { code, client, account } = row;
  const reason = reasons.find((known) => known === code) ?? "other";
  return (
    <Row at={row.at} client={client} sentence={refusedSentence(row, t, words)} detail={account?.label ?? ""}>
      <span className="outcome">
        <Icon name="lock" />
        <span>{t(`activity.refused.${reason}`)}</span>
      </span>
    </Row>
  );
}

const reasons = ["scope", "permission", "policy", "confirm", "no_account"] as const;

const detailOf = (question: ApprovalView, language: string, t: TFunction) =>
  [questionLines(question, language, t)[0]?.text, question.account.label].filter(Boolean).join(" · ");

interface RowProps {
  at: number;
  client: string;
  sentence: string;
  detail: string;
  children: React.ReactNode;
}

function Row({ at, client, sentence, detail, children }: RowProps) {
  return (
    <li className="log">
      <span />
      <span className="num soft">{clockOf(at, undefined)}</span>
      <span className="who" title={client} aria-hidden="true">
        {initials(client)}
      </span>
      <Clip className="log__what" text={`${sentence} ${detail}`}>
        <span className="medium">{sentence}</span> <span className="soft">{detail}</span>
      </Clip>
      <span className="log__end">{children}</span>
    </li>
  );
}
