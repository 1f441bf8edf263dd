import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { OwnSheet, SheetView, SheetWay } from "#main/ipc/contract/sheet";
import { AccountFailure } from "../../features/account-failure";
import { ReadingFailed } from "../../features/reading-failed";
import { bridge } from "../../lib/bridge";
import { useCall } from "../../lib/call";
import { useEscape } from "../../lib/escape";
import { useMoment } from "../../lib/timer";
import { useAnswer } from "../../lib/use-query";
import { Button, LinkButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Wait } from "../../ui/wait";
import { Done } from "./done";
import { idOf, Ways } from "./ways";

/** The time sheet of this computer is damaged. Nothing becomes of it but what is chosen here. */
export default function RestoreWindow() {
  const { t, i18n } = useTranslation();
  const reading = useAnswer("sheet:read", undefined, "");
  const { result: sheet } = reading;
  const [done, setDone] = useState<{ aside: string | null; way: SheetWay; entries: number } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title follows the language.
  useEffect(() => {
    document.title = t("title.restore");
  }, [t, i18n.language]);
  useEscape(true, { isTyped: false, onClose: () => void bridge.invoke("app:closeWindow") });
  const copy = done?.way.way === "copy" ? done.way.copy : null;
  return (
    <main className="restore">
      {!sheet && <Wait of="computer" on={reading.busy} label={t("wait.refresh")} onCancel={reading.cancel} />}
      {!sheet && <ReadingFailed of={reading} />}
      {sheet && done && (
        <Done
          aside={done.aside}
          entries={done.entries}
          after={sheet.copies.find(({ name }) => name === copy)?.at ?? null}
        />
      )}
      {sheet && !done && sheet.state === "whole" && <Done aside={null} entries={null} after={null} />}
      {sheet && !done && sheet.state !== "whole" && <Choosing sheet={sheet} onDone={setDone} />}
    </main>
  );
}

function Choosing({
  sheet,
  onDone,
}: {
  sheet: SheetView;
  onDone(done: { aside: string | null; way: SheetWay; entries: number }): void;
}) {
  const { t } = useTranslation();
  const moment = useMoment();
  const goOn = useCall("sheet:goOn");
  const diagnostics = useCall("diagnostics:copy");
  const [own, setOwn] = useState<OwnSheet | null>(null);
  const [copied, setCopied] = useState(false);
  const [newest] = sheet.copies;
  const [way, setWay] = useState<SheetWay | null>(newest ? { way: "copy", copy: newest.name } : null);

  const chosen = sheet.copies.find(({ name }) => way?.way === "copy" && name === way.copy);
  const counts = { copy: chosen?.entries ?? 0, own: own?.entries ?? 0, new: 0 };
  const send = async () => {
    if (!way) return;
    const answer = await goOn.run(way);
    if (answer?.ok) onDone({ ...answer.value, way, entries: counts[way.way] });
  };
  const words = {
    copy: t("sheet.goOnCopy", { when: chosen ? moment(chosen.at) : "" }),
    own: t("sheet.goOnOwn"),
    new: t("sheet.begin"),
  };
  return (
    <form
      className="restore__dialog"
      aria-labelledby="restore-title"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <header className="restore__head">
        <Icon name="problem" />
        <h1 id="restore-title">{t("sheet.title")}</h1>
        <p className="soft">
          {sheet.foundAt && `${t("sheet.found", { when: moment(sheet.foundAt) })} `}
          {newest ? t("sheet.lastGood", { when: moment(newest.at) }) : t("sheet.none")} {t("sheet.safe")}
        </p>
      </header>
      <div className="restore__body">
        <h2 className="sr">{t("sheet.ways")}</h2>
        {goOn.failure && <AccountFailure failure={goOn.failure} write />}
        <Ways sheet={sheet} own={own} chosen={way && idOf(way)} busy={goOn.busy} onChoose={setWay} onOwn={setOwn} />
        <p className="hint line restore__kept">
          <Icon name="folder" />
          <span>
            {t("sheet.keptBeside")} <code>{sheet.file}</code>
          </span>
          <LinkButton onPress={() => void bridge.invoke("sheet:reveal")}>{t("sheet.reveal")}</LinkButton>
        </p>
      </div>
      <footer className="restore__foot">
        <Button onPress={() => void bridge.invoke("app:quit")}>{t("sheet.quit")}</Button>
        <Button
          busy={diagnostics.busy}
          onPress={() => void diagnostics.run().then((answer) => setCopied(answer?.ok === true))}
        >
          {copied ? t("sheet.copied") : t("sheet.diagnostics")}
        </Button>
        <span className="push" />
        <Button kind="primary" type="submit" busy={goOn.busy} waiting={t("wait.save")} isDisabled={way === null}>
          {way ? words[way.way] : t("sheet.goOn")}
        </Button>
      </footer>
    </form>
  );
}
