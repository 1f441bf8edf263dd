import "./styles/index.css";
import { createRoot } from "react-dom/client";
import { addWords, startI18n } from "../i18n";
import { App } from "./app";
import { installBridge } from "./bridge/install";
import { chosenLanguage } from "./lib/language";
import { readSession } from "./lib/session";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

addWords("team", {
  en: () => import("../i18n/team/en.json"),
  de: () => import("../i18n/team/de.json"),
  pl: () => import("../i18n/team/pl.json"),
});
installBridge();
await Promise.all([startI18n(chosenLanguage()), readSession()]);
createRoot(root).render(<App />);
