/** Systems as the windows name them. */
type System = "linux" | "macos" | "windows";

/**
 * Programs that take a snippet, in the order of the page: their configuration is not a file, or its place is not
 * documented. `clients.elsewhere` has the name and the steps of each.
 */
export const programsByHand = [
  { id: "jetbrains" },
  { id: "copilotJetbrains" },
  { id: "trae" },
  { id: "cherry" },
  { id: "jan" },
  { id: "raycast", on: ["macos", "windows"] },
  { id: "perplexity", on: ["macos"] },
  { id: "continue" },
  { id: "openclaw" },
  { id: "crush" },
  { id: "eclipse" },
  { id: "flatpak", on: ["linux"] },
  { id: "wsl", on: ["windows"] },
] as const satisfies readonly { id: string; on?: readonly System[] }[];

/** Programs on a server of their own, which take the address of a team server. */
export const remotePrograms = [
  "ChatGPT (web)",
  "Claude.ai",
  "Copilot Studio",
  "Open WebUI",
  "LibreChat",
  "n8n",
] as const;
