import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { questionSchema } from "#core/domain/question/question";
import { type McpSession, textOf } from "./mcp-session";
import { temporaryFolder } from "./server-home";

const rows = [7, 8, 9].map((hour) => ({ day: "yesterday", from: `${hour}:00`, duration: "30m", text: `Row ${hour}` }));

/**
 * Starts a server next to an app whose part this process plays: it runs, reads questions, and writes answers.
 * @param start returns the server, which is not open yet
 */
export async function besideApp<S extends McpSession>(start: (home: string) => S, home = temporaryFolder()) {
  writeFileSync(join(home, "tray.json"), JSON.stringify({ sha256: "00", pid: process.pid }));
  const server = start(home);
  await server.open();
  const logged = await server.call("log_time", { entries: rows });
  expect(logged.isError, textOf(logged)).toBeFalsy();
  const ids = (logged.structuredContent.entries as { id: string }[]).map(({ id }) => id);
  const folder = join(home, "confirmations");
  const files = () => (existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : []);
  const question = async () => {
    await expect.poll(files, { timeout: 20_000 }).toHaveLength(1);
    return questionSchema.parse(JSON.parse(readFileSync(join(folder, files()[0] ?? ""), "utf8")));
  };
  const answer = (id: string, word: string) => {
    writeFileSync(join(folder, "draft"), JSON.stringify({ answer: word }), { mode: 0o600 });
    renameSync(join(folder, "draft"), join(folder, `${id}.answer.json`));
  };
  const left = async () => {
    const { structuredContent: listed } = await server.call("list_time", { period: "yesterday" });
    return (listed.total as { entries: number }).entries;
  };
  return { server, home, ids, folder, files, question, answer, left };
}
