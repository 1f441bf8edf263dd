import "./styles/index.css";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { connectStore } from "./data/store";
import { startI18n } from "./i18n";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

const first = await connectStore();
await startI18n(first.ok ? first.value.language : navigator.language);
createRoot(root).render(<App failure={first.ok ? null : first.failure} />);
