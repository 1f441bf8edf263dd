import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Failure } from "#main/ipc/contract/index";
import type { ShortcutProblem, ShortcutsView } from "#main/ipc/contract/shortcuts";
import { bridge } from "../../lib/bridge";
import { capsOf } from "../../lib/keys";
import { useApp } from "../../lib/store";
import { IconButton } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { KeyRecorder } from "./key-recorder";

const problems: readonly ShortcutProblem[] = ["invalid", "modifier", "reserved", "types", "taken", "refused"];

/** Keys that work from anywhere. Each row says what became of the keys pressed last. */
export function ShortcutSettings() {
  const { t } = useTranslation();
  const { by, list } = useApp().shortcuts;
  return (
    <section aria-labelledby="general-keys">
      <h2 id="general-keys">{t("keys.title")}</h2>
      <div className="card prefs">
        {by !== "system" && <p className="pref hint">{t(by === "portal" ? "keys.portal" : "keys.none")}</p>}
        {list.map((one) => (
          <Row key={one.id} one={one} isOff={by === "none"} />
        ))}
      </div>
    </section>
  );
}

/** What became of the keys that were pressed last in a row. */
type Outcome = { keys: string; problem: ShortcutProblem } | { keys: string; failure: Failure } | { keys: string };

function Row({ one: { id, keys, problem }, isOff }: { one: ShortcutsView["list"][number]; isOff: boolean }) {
  const { t } = useTranslation();
  const { os } = useApp().platform;
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const set = useCallback(
    async (pressed: string | null) => {
      const answer = await bridge.invoke("shortcuts:set", { id, keys: pressed });
      const words = pressed === null ? "" : capsOf(pressed, os).join(" ");
      if (answer.ok) return setOutcome(words === "" ? null : { keys: words });
      const refused = problems.find((known) => answer.failure.code === `shortcut_${known}`);
      setOutcome(refused ? { keys: words, problem: refused } : { keys: words, failure: answer.failure });
    },
    [id, os],
  );
  const named = (of: ShortcutProblem, words: string) => t(`keys.problem.${of}`, { keys: words });
  let said = "";
  if (outcome && "problem" in outcome) said = t("keys.notSet", { why: named(outcome.problem, outcome.keys) });
  else if (problem && keys !== null) said = named(problem, capsOf(keys, os).join(" "));
  else if (outcome && keys !== null && !("failure" in outcome)) said = t("keys.set", { keys: outcome.keys });
  const isWrong = (outcome && "problem" in outcome) || problem !== null;
  return (
    <div className="pref">
      <p>
        {t(`keys.what.${id}`)}
        <span className={isWrong ? "hint keys__wrong" : "hint sr"} role="status">
          {said}
        </span>
      </p>
      {outcome && "failure" in outcome && <FailureNotice failure={outcome.failure} write />}
      <span className="line">
        <KeyRecorder id={id} keys={keys} isDisabled={isOff} onKeys={set} />
        {keys !== null && (
          <IconButton
            size="sm"
            name="close"
            label={t("keys.clear", { what: t(`keys.what.${id}`) })}
            onPress={() => void set(null)}
          />
        )}
      </span>
    </div>
  );
}
