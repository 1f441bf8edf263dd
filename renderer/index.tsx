import "./ui/styles/index.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { startI18n } from "./i18n";
import { connectStore } from "./lib/store";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

const first = await connectStore();
await startI18n(first.ok ? first.value.language : navigator.language);
createRoot(root).render(<App failure={first.ok ? null : first.failure} />);
