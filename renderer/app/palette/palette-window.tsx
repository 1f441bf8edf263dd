import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "#main/ipc/contract/index";
import type { TimerView } from "#main/ipc/contract/timer/timer";
import { bridge } from "../../lib/bridge";
import { useEscape } from "../../lib/escape";
import { useWindowTask } from "../../lib/window-task";
import { ShortcutList } from "../../ui/shortcuts";
import { PalettePanel } from "./palette-panel";

const close = () => void bridge.invoke("app:closeWindow");

/** Nobody looks at this window any more: what went wrong is told where the timer is. */
function tellIfFailed(answer: unknown) {
  const given = answer as Answer<TimerView> | null;
  if (given?.ok && !given.value.failed && !given.value.outbox.question) return;
  void bridge.invoke("app:openWindow", { name: "timer" });
}

/** The palette as a window of its own, from the tray and its keys. It is kept while hidden, and empty when shown again. */
export default function PaletteWindow() {
  const { t } = useTranslation();
  const [asked, setAsked] = useState({ times: 0, isOnlyWork: false });
  const [listing, setListing] = useState(false);
  useWindowTask((task) => {
    setListing(false);
    setAsked(({ times }) => ({ times: times + 1, isOnlyWork: task === "work" }));
  });
  useEscape(!listing, { isTyped: false, onClose: close });
  useEffect(() => {
    document.title = t("palette.title");
  }, [t]);
  return (
    <main className="palette palette--alone palette__dialog" aria-label={t("palette.title")}>
      <h1 className="sr">{t("palette.title")}</h1>
      <PalettePanel
        key={asked.times}
        isOnlyWork={asked.isOnlyWork}
        onClose={close}
        onPage={(page) => void bridge.invoke("app:openWindow", { name: "main", page })}
        onShortcuts={() => setListing(true)}
        onDone={tellIfFailed}
      />
      {listing && <ShortcutList onClose={close} />}
    </main>
  );
}
