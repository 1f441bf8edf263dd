import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WorkChoice } from "#main/ipc/contract/timer/work-choice";
import { WorkPicker } from "../../features/work/work-picker";
import { useLasting } from "../../lib/clock";
import { useActiveAccount, useApp } from "../../lib/store";
import { missingLevels } from "../../lib/work";
import { Button } from "../../ui/button";
import { Progress } from "../../ui/notice";
import { BreakButton } from "./break-button";
import type { Commands } from "./use-commands";

interface Props {
  commands: Commands;
  onSwitch: () => void;
}

const nothing: WorkChoice = { work: {}, text: "", tags: [] };

/** The one primary button and what stands beside it. The same button in all phases, so that it keeps the focus. */
export function Actions({ commands, onSwitch }: Props) {
  const { t } = useTranslation();
  const { timer } = useApp();
  const account = useActiveAccount();
  const [chosen, setChosen] = useState<WorkChoice | null>(null);
  const [picking, setPicking] = useState(false);
  const primary = useRef<HTMLButtonElement>(null);
  const { phase } = timer;

  // What was chosen belongs to this pause in work, and to this account.
  const accountId = account?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of either ends the choice
  useEffect(() => setChosen(null), [phase, accountId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a button of the phase before may have had the focus
  useEffect(() => {
    if (document.activeElement === document.body) primary.current?.focus();
  }, [phase]);

  const choice = chosen ?? timer.suggestion ?? nothing;
  const clockIn = () =>
    missingLevels(choice.work, account).length > 0 ? setPicking(true) : void commands.clockIn(choice);
  const { pending } = commands;
  const main = {
    idle: { icon: "play", word: t("timer.clockIn"), waiting: t("wait.clock_in"), command: "clock_in", run: clockIn },
    working: {
      icon: "stop",
      word: t("timer.clockOut"),
      waiting: t("wait.clock_out"),
      command: "clock_out",
      run: () => void commands.clockOut(),
    },
    break: {
      icon: "play",
      word: t("timer.resume"),
      waiting: t("wait.resume"),
      command: "resume",
      run: () => void commands.resume(),
    },
  } as const;
  const now = main[phase === "unknown" ? "idle" : phase];
  return (
    <div className="actionsbox">
      <div className={phase === "idle" ? "actions actions--idle" : "actions"}>
        {phase === "idle" && (
          <WorkPicker value={choice.work} onChange={setChosen} open={picking} onOpenChange={setPicking} />
        )}
        <Button
          ref={primary}
          autoFocus
          kind="primary"
          size="lg"
          icon={now.icon}
          // Also while another command ends: a press would do nothing, and must not look as if it did.
          busy={commands.busy}
          waiting={pending === now.command ? now.waiting : undefined}
          onPress={now.run}
        >
          {now.word}
        </Button>
        {phase === "working" && (
          <BreakButton types={account?.breakTypes ?? []} busy={commands.busy} onBreak={commands.takeBreak} />
        )}
        {phase === "break" && (
          <Button size="lg" icon="stop" busy={commands.busy} onPress={() => void commands.clockOut()}>
            {t("timer.clockOut")}
          </Button>
        )}
        {phase !== "idle" && (
          <Button size="lg" icon="swap" onPress={onSwitch}>
            {t("timer.switch")}
          </Button>
        )}
      </div>
      <Waiting commands={commands} />
    </div>
  );
}

/** A wait says so after 300 ms and can be ended after 3 s. */
function Waiting({ commands }: { commands: Commands }) {
  const { t } = useTranslation();
  const shown = useLasting(commands.busy, 300);
  const long = useLasting(commands.busy, 3000);
  if (!shown || !commands.pending) return null;
  const words = t(`wait.${commands.pending}`);
  return (
    <div className="waiting">
      <Progress label={words} />
      <p className="line">
        <span className="hint">{long ? t("wait.long") : words}</span>
        <span className="push" />
        {long && (
          <Button size="sm" onPress={() => void commands.cancel()}>
            {t("app.cancel")}
          </Button>
        )}
      </p>
    </div>
  );
}
