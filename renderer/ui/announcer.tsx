import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { clockOf } from "../lib/format";
import { isUnreachable } from "../lib/is-unreachable";
import { serverSentence } from "../lib/server-sentence";
import { useActiveAccount, useApp } from "../lib/store";
import { zoneOf } from "../lib/timer";
import { workTitle } from "../lib/work";

/** Tells assistive technology a change of state once; never the passing minutes. */
export function Announcer() {
  const { t } = useTranslation();
  const app = useApp();
  const account = useActiveAccount();
  const service = account?.label ?? "";
  const { phase, status, stale, notes, outbox } = app.timer;
  const zone = zoneOf(app);
  const [words, setWords] = useState("");

  const phases = { idle: "state.idle", working: "state.workingOn", break: "state.onBreak" } as const;
  let now = "";
  if (outbox.assumed && phase !== "unknown") {
    const { work, text } = outbox.assumed;
    const on = phase === "idle" ? "" : (work && workTitle(work)) || text;
    now = t("outbox.announce", { what: [t(phases[phase]), on].filter(Boolean).join(" ") });
  } else if (stale) now = t(isUnreachable(account) ? "state.stale" : "state.unread", { service });
  else if (phase === "working" && status?.running)
    now = t("said.working", {
      work: workTitle(status.running.work) || t("work.none"),
      time: clockOf(status.running.begin, zone),
    });
  else if (phase === "break" && status?.break) now = t("said.break", { time: clockOf(status.break.since, zone) });
  else if (phase === "idle")
    now = status?.last?.end ? t("said.idle", { time: clockOf(status.last.end, zone), service }) : t("said.nothing");

  // Keyed by what a person would call a change, so that a new language alone says nothing.
  const key = `${phase}/${stale}/${status?.running?.id ?? ""}/${status?.break?.since ?? ""}/${outbox.waiting.length}`;
  const before = useRef(key);
  useEffect(() => {
    if (before.current === key) return;
    before.current = key;
    setWords(now);
  }, [key, now]);

  // What the service noted is the only answer where the timer itself cannot be read.
  const noted = notes.map(serverSentence).join(" ");
  const known = useRef(noted);
  useEffect(() => {
    if (known.current === noted) return;
    known.current = noted;
    if (noted !== "") setWords(now === "" ? noted : `${now}. ${noted}`);
  }, [noted, now]);

  return (
    <div className="sr" aria-live="polite" data-announcer>
      {words}
    </div>
  );
}
