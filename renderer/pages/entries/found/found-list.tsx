import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountFailure } from "../../../features/account-failure";
import { longDay } from "../../../lib/format";
import { useApp } from "../../../lib/store";
import { Button } from "../../../ui/button";
import { Wait, WaitEnded } from "../../../ui/wait";
import type { Entry } from "../analysis";
import { DeleteQuestion } from "../delete-question";
import { EntryRow, type RowAction, type RowEvents } from "../entry-row";
import { RowMenu, useRowMenu } from "../row-menu";
import type { useFound } from "./use-found";

interface Props {
  found: ReturnType<typeof useFound>;
  /** Those that fit search and filter, newest first. */
  entries: readonly Entry[];
  today: string;
  zone: string;
  showsPerson: boolean;
  onAction: (entry: Entry, action: Exclude<RowAction, "delete">) => void;
  onDeleted: () => void;
}

/** Rows that are shown before one asks for more. */
const few = 50;

function byDay(entries: readonly Entry[]): [day: string, entries: Entry[]][] {
  const days = new Map<string, Entry[]>();
  for (const entry of entries) {
    const day = entry.begin.slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}

/** What is found beyond the shown week, below it, so that no row above moves when it comes. */
export function FoundList({ found, entries, today, zone, showsPerson, onAction, onDeleted }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const [most, setMost] = useState(few);
  const [deleting, setDeleting] = useState<Entry | null>(null);
  const { result, failure, busy, cancel, again } = found;
  const menu = useRowMenu((id) => entries.find((entry) => entry.id === id));
  const act = (entry: Entry, action: RowAction) => (action === "delete" ? setDeleting(entry) : onAction(entry, action));
  const latest = useRef({ act, menu });
  latest.current = { act, menu };
  const on = useMemo<RowEvents>(
    () => ({
      action: (entry, action) => latest.current.act(entry, action),
      menu: (entry, button) => latest.current.menu.open(entry, button),
    }),
    [],
  );
  const title = (day: string) => {
    const name = longDay(day, language);
    return day.slice(0, 4) === today.slice(0, 4) ? name : `${name} ${day.slice(0, 4)}`;
  };
  return (
    <section className="daylist found" aria-label={t("found.title")}>
      <h2 className="found__title">{t("found.title")}</h2>
      <Wait on={busy} label={t("found.searching")} onCancel={cancel} />
      {failure?.code === "cancelled" && <WaitEnded busy={busy} onAgain={again} />}
      {failure && failure.code !== "cancelled" && (
        <AccountFailure failure={failure}>
          <p className="line">
            <Button icon="reload" onPress={again}>
              {t("found.again")}
            </Button>
          </p>
        </AccountFailure>
      )}
      <p className="hint" role="status">
        {result && (entries.length > 0 ? t("found.count", { count: entries.length }) : t("found.none"))}
        {result?.partial && ` ${t("found.partial")}`}
      </p>
      {byDay(entries.slice(0, most)).map(([day, own]) => (
        <section key={day} aria-label={title(day)}>
          <p className="day__head">
            <span className="strong">{title(day)}</span>
          </p>
          <div className="card clipped">
            {own.map((entry) => (
              <EntryRow
                key={entry.id}
                entry={entry}
                seconds={entry.seconds}
                overlap={null}
                zone={zone}
                isElsewhere
                showsPerson={showsPerson}
                isMenuOpen={menu.entry?.id === entry.id}
                on={on}
                t={t}
              />
            ))}
          </div>
        </section>
      ))}
      {entries.length > most && (
        <p>
          <Button size="sm" onPress={() => setMost(most + few)}>
            {t("found.more", { count: entries.length - most })}
          </Button>
        </p>
      )}
      <RowMenu menu={menu} isElsewhere onAction={act} />
      {deleting && (
        <DeleteQuestion
          entry={deleting}
          zone={zone}
          onClose={() => setDeleting(null)}
          onDeleted={() => {
            setDeleting(null);
            onDeleted();
            again();
          }}
        />
      )}
    </section>
  );
}
