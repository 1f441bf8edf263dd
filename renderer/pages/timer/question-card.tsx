import { Trans, useTranslation } from "react-i18next";
import type { OutboxView } from "#main/ipc/contract/timer/outbox";
import { momentOf } from "../../lib/format";
import { useActiveAccount, useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import { workLine } from "../../lib/work";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { useClickWords } from "./outbox";
import type { Commands } from "./use-commands";

const sentences = {
  ended: "outbox.endedAt",
  working: "outbox.workingAt",
  break: "outbox.breakAt",
  idle: "outbox.idleNow",
} as const;

/** The service shows something else than a click builds on: what stands there, what was clicked, and no default. */
export function QuestionCard({ outbox, commands }: { outbox: OutboxView; commands: Commands }) {
  const { t, i18n } = useTranslation();
  const app = useApp();
  const service = useActiveAccount()?.label ?? "";
  const words = useClickWords();
  const { question, waiting } = outbox;
  if (!question) return null;
  const { id, command, meantAt, stands, canInsist } = question;
  const moment = (instant: string) => momentOf(instant, zoneOf(app), app.now, i18n.language);
  const [time, at] = [moment(meantAt), stands.at ? moment(stands.at) : ""];
  const work = (stands.entry && (workLine(stands.entry.work) || stands.entry.text)) || t("work.none");
  const behind = waiting.filter((click) => click.id !== id).map(words);
  const isEnd = command === "clock_out" && stands.is === "ended";
  return (
    <div className="failed">
      <Notice tone="warn" alert title={t("outbox.asked", { what: words(question) })}>
        <p className="plain">
          <Trans
            i18nKey={sentences[stands.is]}
            values={{ service, at, time, work }}
            components={{ b: <b className="strong num" /> }}
          />{" "}
          {behind.length > 0 && t("outbox.behind", { what: behind.join(", ") })}
        </p>
        <p className="line failed__do">
          <Button size="sm" busy={commands.busy} onPress={() => void commands.decide(id, "keep")}>
            {isEnd ? t("outbox.keepEnd", { at }) : t("outbox.keepThat")}
          </Button>
          {canInsist && (
            <Button size="sm" busy={commands.busy} onPress={() => void commands.decide(id, "insist")}>
              {isEnd ? t("outbox.insistEnd", { time }) : t("outbox.insist", { what: words(question) })}
            </Button>
          )}
        </p>
      </Notice>
    </div>
  );
}
