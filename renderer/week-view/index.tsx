import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import "../ui/styles/tokens.css";
import { connectHost, type Host, type HostLook } from "./host";
import type { Opened } from "./use-week";
import "./week-view.css";
import { WeekView } from "./week-view";
import { wordsOf } from "./words";

/** The view that clients with MCP Apps show beside an answer of list_time, log_time and report_time. */
function View() {
  const [host, setHost] = useState<Host | null>(null);
  const [look, setLook] = useState<HostLook>({ language: navigator.language, theme: null });
  const [opened, setOpened] = useState<(Opened & { count: number }) | null>(null);
  useEffect(() => {
    const listeners = {
      look: setLook,
      opened: (answer: Opened["answer"], asked: Opened["asked"]) =>
        setOpened((before) => ({ answer, asked, count: (before?.count ?? 0) + 1 })),
    };
    void connectHost(listeners).then(setHost);
  }, []);
  useEffect(() => {
    document.documentElement.lang = look.language;
    if (look.theme) document.documentElement.dataset.theme = look.theme;
  }, [look]);
  const words = wordsOf(look.language);
  if (!host || !opened) return <p className="line">{words.reading}</p>;
  if (opened.answer.isError) return null;
  return <WeekView key={opened.count} host={host} opened={opened} words={words} language={look.language} />;
}

const root = document.getElementById("root");
if (root) createRoot(root).render(<View />);
