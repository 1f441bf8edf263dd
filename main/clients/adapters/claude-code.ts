import { refusal } from "../refusal";
import type { ByClient, ClientAdapter, ClientContext } from "../types";
import { claudeCodeFiles } from "./client-locations";
import { fileClient } from "./file-client";
import { programOf } from "./programs";

/** The shell's own answers: the program, or what runs it, cannot be started. */
const notStarted = (code: number | null) => code === null || code === 126 || code === 127;

/**
 * Claude Code writes its file all the time, so its own command adds and removes the entry where it can be found: one
 * step each. What the file says is read from the file before and after. Without the command the file is edited like any
 * other. So it is for an update: the command has none, and `remove` before `add-json` can end in between.
 */
function byCommand(context: ClientContext): ByClient {
  return async ({ action, name, entry }) => {
    const program = await programOf("claude", context);
    if (!program) return false;
    const run = async (...args: string[]) => {
      const { code, output } = await context.run(program, ["mcp", ...args]);
      if (notStarted(code)) return false;
      // npm may have installed a program that cannot run; that is no refusal.
      if (code !== 0 && (await context.run(program, ["--version"])).code !== 0) return false;
      const said = output.trim().split(/\r?\n/)[0] ?? "";
      if (code !== 0)
        throw refusal(
          "client_refused",
          said ? `Claude Code did not do it: ${said.slice(0, 300)}` : "Claude Code did not do it.",
          "Look at the list again, or paste the line for the terminal yourself.",
        );
      return true;
    };
    if (action === "unregister") return run("remove", "-s", "user", name);
    return run("add-json", "-s", "user", name, JSON.stringify(entry));
  };
}

/** Strict JSON: one comment or comma too many, and Claude Code begins with an empty file (§1.3). */
export function claudeCode(context: ClientContext): ClientAdapter {
  return fileClient(
    {
      id: "claude-code",
      label: "Claude Code",
      capabilities: { format: "json", mustBeQuit: false, needsRestart: true, snippet: "command-line" },
      format: {
        format: "json",
        container: "mcpServers",
        rules: { comments: false, trailingCommas: false, bom: "keep" },
      },
      byClient: byCommand(context),
      detect: () => claudeCodeFiles(context),
    },
    context,
  );
}
