import type { Clients } from "../index";

/**
 * For uninstallers (`--unregister-all`): takes our entry out of every client, and what they started, and says what
 * became of each, a line each. The launcher stays while an entry does: it says what is wrong better than nothing would.
 * @returns the exit code: 1 where an entry is left.
 */
export async function unregisterAndSay(
  clients: Pick<Clients, "unregisterAll" | "removeLauncher">,
  say: (line: string) => void,
): Promise<0 | 1> {
  try {
    const done = await clients.unregisterAll();
    for (const { label, failure } of done)
      say(failure ? `${label}: not removed. ${failure.message} ${failure.next ?? ""}`.trim() : `${label}: removed`);
    if (done.length === 0) say("No AI client has an entry of Punchcard.");
    if (done.some(({ failure }) => failure)) return 1;
    if (await clients.removeLauncher()) say("Launcher: removed");
    return 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
