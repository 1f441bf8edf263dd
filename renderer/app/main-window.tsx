import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MainPage } from "#main/ipc/contract/main-pages";
import { bridge } from "../lib/bridge";
import { useTimerCall } from "../lib/call";
import { useWindowTask } from "../lib/window-task";
import { ShortcutList, useShortcutList } from "../ui/shortcuts";
import { type Chunk, chunk, useChunk } from "../ui/use-chunk";
import { Sidebar } from "./sidebar";

const pages: Record<MainPage, Chunk<{ onPage: (page: MainPage) => void }>> = {
  entries: chunk(() => import("../pages/entries/entries-page")),
  absences: chunk(() => import("../pages/absences/absences-page")),
  reports: chunk(() => import("../pages/reports/reports-page")),
  projects: chunk(() => import("../pages/projects/projects-page")),
  activity: chunk(() => import("../pages/activity/activity-page")),
  import: chunk(() => import("../pages/import/import-page")),
  accounts: chunk(() => import("../pages/accounts/accounts-page")),
  workingTime: chunk(() => import("../pages/working-time/working-time-page")),
  permissions: chunk(() => import("../pages/permissions/permissions-page")),
  clients: chunk(() => import("../pages/clients/clients-page")),
  general: chunk(() => import("../pages/general/general-page")),
};

const palette = chunk(async () => ({ default: (await import("./palette/palette")).Palette }));

/** With Ctrl or ⌘. */
const byKey: Partial<Record<string, MainPage>> = {
  1: "entries",
  2: "absences",
  3: "reports",
  4: "projects",
  5: "activity",
  ",": "general",
};

/** @param first the page that the window's address names; one that does not exist shows the entries */
export default function MainWindow({ first }: { first: string | null }) {
  const { t } = useTranslation();
  const [page, setPage] = useState<MainPage>(() =>
    first !== null && Object.hasOwn(pages, first) ? (first as MainPage) : "entries",
  );
  const { run: refresh } = useTimerCall("app:refresh");
  const [finding, setFinding] = useState<"palette" | "work" | null>(null);
  const shortcuts = useShortcutList();
  const Page = useChunk(pages[page]);
  // Loaded before it is opened: what the user types right after Ctrl+K must reach its field.
  const Palette = useChunk(palette);
  useWindowTask((task) => task !== "text" && setFinding(task));

  useEffect(() => {
    document.title = t("title.main", { page: t(`nav.${page}`) });
    const query = new URLSearchParams(location.search);
    query.set("page", page);
    history.replaceState(null, "", `?${query}`);
  }, [page, t]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey;
      const page = command ? byKey[event.key] : undefined;
      if (page) setPage(page);
      else if (command && event.key.toLowerCase() === "k") setFinding("palette");
      else if (event.key === "F5") void refresh();
      else if (event.key === "Escape" && !event.defaultPrevented && document.activeElement === document.body)
        void bridge.invoke("app:closeWindow");
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [refresh]);

  return (
    <div className="main">
      <Sidebar page={page} onPage={setPage} />
      {Page ? <Page onPage={setPage} /> : <main className="page" aria-busy="true" />}
      {finding && Palette && (
        <Palette
          key={finding}
          isOnlyWork={finding === "work"}
          onClose={() => setFinding(null)}
          onPage={setPage}
          onShortcuts={() => {
            setFinding(null);
            shortcuts.setOpen(true);
          }}
        />
      )}
      {shortcuts.open && <ShortcutList onClose={() => shortcuts.setOpen(false)} />}
    </div>
  );
}
