import { useTranslation } from "react-i18next";
import type { MainPage } from "#main/ipc/contract/main-pages";
import { bridge } from "../lib/bridge";
import { ago, hoursMinutes } from "../lib/format";
import { useApp } from "../lib/store";
import { useFigures } from "../lib/timer";
import { workTitle } from "../lib/work";
import { useCommands } from "../pages/timer/use-commands";
import { Button } from "../ui/button";
import { CardIcon, Icon, type IconName } from "../ui/icon";
import { Clip } from "../ui/notice";

const settings = ["accounts", "workingTime", "permissions", "clients", "general"] as const;

export function Sidebar({ page, onPage }: { page: MainPage; onPage: (page: MainPage) => void }) {
  const { t } = useTranslation();
  const link = (target: MainPage, icon?: IconName, key?: number) => (
    <a
      key={target}
      className={icon ? "nav" : "nav nav--sub"}
      aria-keyshortcuts={key === undefined ? undefined : `Control+${key}`}
      href={`?window=main&page=${target}`}
      aria-current={page === target ? "page" : undefined}
      onClick={(event) => {
        event.preventDefault();
        onPage(target);
      }}
    >
      {icon && <Icon name={icon} />}
      <span>{t(`nav.${target}`)}</span>
    </a>
  );
  return (
    <nav className="side" aria-label={t("app.name")}>
      <p className="side__name">
        <CardIcon state="working" />
        {t("app.name")}
      </p>
      {link("entries", "list", 1)}
      {link("absences", "calendar", 2)}
      {link("reports", "chart", 3)}
      {link("projects", "folder", 4)}
      {link("activity", "history", 5)}
      <p className="nav nav--head">
        <Icon name="settings" />
        <span>{t("nav.settings")}</span>
      </p>
      {settings.map((target) => link(target))}
      <div className="side__foot">
        <SideTimer />
      </div>
    </nav>
  );
}

/** The timer in a corner of the main window: what runs, and the way out of it. */
function SideTimer() {
  const { t } = useTranslation();
  const { accounts, timer, language } = useApp();
  const figures = useFigures();
  const commands = useCommands();
  const { phase, status, stale, outbox } = timer;
  const { assumed } = outbox;
  const known = phase === "working" ? status?.running : phase === "break" ? status?.break?.entry : null;
  const entry = assumed ? phase !== "idle" && assumed.work && { work: assumed.work, text: assumed.text } : known;
  const elapsed = hoursMinutes(figures.elapsed);
  const open = () => void bridge.invoke("app:openWindow", { name: "timer" });
  return (
    <>
      {(status || assumed) && phase !== "unknown" && (
        <section className="side__timer card" aria-label={t("title.timer")}>
          <p
            className={
              stale
                ? "state__word state__word--danger"
                : phase === "working"
                  ? "state__word"
                  : "state__word state__word--off"
            }
          >
            <CardIcon state={stale ? "unreachable" : phase} />
            <span>{stale ? t("side.stale") : t(`side.${phase}`)}</span>
            {!stale && entry && !assumed && <span className="num push">{elapsed}</span>}
          </p>
          {entry && <Clip text={workTitle(entry.work) || entry.text || t("work.none")} />}
          {assumed && <p className="hint">{t("outbox.notSent")}</p>}
          {phase === "working" && (!stale || outbox.offline === "kept") ? (
            <Button
              size="sm"
              wide
              icon="stop"
              busy={commands.busy}
              waiting={commands.pending === "clock_out" ? t("wait.clock_out") : undefined}
              onPress={() => void commands.clockOut()}
            >
              {t("timer.clockOut")}
            </Button>
          ) : (
            <Button size="sm" wide onPress={open}>
              {t("side.open")}
            </Button>
          )}
        </section>
      )}
      <p className="side__read hint">
        {accounts.map((account) => (
          <span key={account.id}>
            {account.readAt
              ? t("read.age", {
                  service: account.label,
                  ago: ago(figures.now - Date.parse(account.readAt), language),
                })
              : t("read.never", { service: account.label })}
          </span>
        ))}
      </p>
    </>
  );
}
