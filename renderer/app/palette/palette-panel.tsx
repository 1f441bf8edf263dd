import { useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Collection } from "react-aria-components/Collection";
import { Header } from "react-aria-components/Header";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem, ListBoxSection } from "react-aria-components/ListBox";
import { SearchField } from "react-aria-components/SearchField";
import { useTranslation } from "react-i18next";
import type { MainPage } from "#main/ipc/contract/main-pages";
import { bridge } from "../../lib/bridge";
import { useLasting } from "../../lib/clock";
import { addDays, dayOf, weekdayOf } from "../../lib/format";
import { mainNow, useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import { useCommands } from "../../pages/timer/use-commands";
import { Icon } from "../../ui/icon";
import { Keys } from "../../ui/keys";
import { Progress } from "../../ui/notice";
import { SlowHint } from "../../ui/wait";
import { type PaletteItem, paletteGroups } from "./items";
import { marked } from "./match";
import { useFound } from "./use-found";

interface Props {
  /** Nothing but work to switch to. */
  isOnlyWork: boolean;
  /** Before something is done. */
  onClose(): void;
  onPage(page: MainPage): void;
  onShortcuts(): void;
  /** What became of a click on the timer. */
  onDone?(answer: unknown): void;
}

const Marked = ({ text, query }: { text: string; query: string }) =>
  marked(text, query).map(({ text, hit }, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never change their place
    hit ? <mark key={index}>{text}</mark> : text,
  );

/** Find and do: what was used last, every command, page and project, and entries before this week. */
export function PalettePanel({ isOnlyWork, onClose, onPage, onShortcuts, onDone }: Props) {
  const { t } = useTranslation();
  const app = useApp();
  const commands = useCommands();
  const [query, setQuery] = useState("");
  const today = dayOf(mainNow(), zoneOf(app));
  const monday = app.timer.status?.week.first ?? addDays(today, -weekdayOf(today));
  const { found, searching } = useFound(query, monday);
  const waiting = useLasting(searching, 300);
  const slow = useLasting(searching, 2000);
  const ctrl = app.platform.os === "macos" ? "⌘" : "Ctrl";
  const done = (answered: Promise<unknown>) => void answered.then(onDone);
  const label = t(isOnlyWork ? "palette.switchLabel" : "palette.label");
  const groups = paletteGroups(
    app,
    query,
    found,
    {
      start: (choice) => done(commands.clockIn(choice)),
      clockOut: () => done(commands.clockOut()),
      takeBreak: () => done(commands.takeBreak()),
      resume: () => done(commands.resume()),
      refresh: () => void bridge.invoke("app:refresh"),
      open: onPage,
      timer: () => void bridge.invoke("app:openWindow", { name: "timer" }),
      shortcuts: onShortcuts,
      quit: () => void bridge.invoke("app:quit"),
    },
    t,
    ctrl,
    isOnlyWork,
  );
  const byId = new Map<string, PaletteItem>(groups.flatMap(({ items }) => items.map((item) => [item.id, item])));
  const act = (id: string) => {
    const item = byId.get(id);
    if (!item || item.off) return;
    if (!item.stays) onClose();
    item.run();
  };
  return (
    <>
      <Autocomplete inputValue={query} onInputChange={setQuery}>
        <SearchField
          className="palette__ask"
          aria-label={label}
          autoFocus
          // Escape clears first; then it closes what the panel stands in.
          onKeyDown={(event) => event.continuePropagation()}
        >
          <Icon name="search" />
          {/* What it lists is always open below it. */}
          <Input className="palette__input" role="combobox" aria-expanded placeholder={label} />
        </SearchField>
        <ListBox
          className="palette__list"
          aria-label={t("palette.title")}
          items={groups}
          dependencies={[query, t]}
          onAction={(id) => act(String(id))}
          renderEmptyState={() => <p className="hint">{searching ? "" : t("palette.none", { query })}</p>}
        >
          {(group) => (
            <ListBoxSection id={group.id} aria-label={t(`palette.group.${group.id}`)}>
              <Header className="hint palette__group">
                {t(`palette.group.${group.id}`)}
                {group.count && <span className="num">{group.count}</span>}
              </Header>
              <Collection items={group.items}>
                {(item) => (
                  <ListBoxItem
                    id={item.id}
                    className="palette__hit"
                    data-off={item.off ? true : undefined}
                    textValue={[item.title, item.detail, item.off ?? item.hint].filter(Boolean).join(", ")}
                  >
                    <Icon name={item.icon} />
                    <span>
                      <span className="medium">
                        <Marked text={item.title} query={query} />
                      </span>{" "}
                      <span className="soft">
                        <Marked text={item.detail} query={query} />
                      </span>
                    </span>
                    <span className="line">
                      <span className="hint num">{item.off ?? item.hint}</span>
                      {item.keys && <Keys keys={item.keys} />}
                    </span>
                  </ListBoxItem>
                )}
              </Collection>
            </ListBoxSection>
          )}
        </ListBox>
        {waiting && <Progress label={t("search.searching")} />}
        {slow && (
          <p className="line">
            <SlowHint />
          </p>
        )}
      </Autocomplete>
      <footer className="palette__foot hint">
        <span>
          <Keys keys={["↑", "↓"]} /> {t("palette.choose")}
        </span>
        <span>
          <Keys keys={["↵"]} /> {t("palette.do")}
        </span>
        <span className="push">
          <Keys keys={["Esc"]} /> {t("palette.close")}
        </span>
      </footer>
    </>
  );
}
