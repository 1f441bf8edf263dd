import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isListening, listenPrivately } from "#core/platform/private-socket";

/** Windows, with a socket where its pipe would be. */
function windows() {
  const home = mkdtempSync(join(tmpdir(), "punchcard-socket-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  let count = 0;
  const pipe = () =>
    process.platform === "win32"
      ? `\\\\.\\pipe\\${home.replaceAll("\\", "-")}-${++count}`
      : join(home, `${++count}.pipe`);
  const file = join(home, "run", "mcp.sock");
  const listen = async () => {
    const one = await listenPrivately(home, "mcp.sock", (socket) => socket.end("here\n"), { platform: "win32", pipe });
    onTestFinished(() => one.close());
    return one;
  };
  return { file, listen, listens: () => isListening(home, "mcp.sock", { platform: "win32", pipe }) };
}

test("on Windows the file names the pipe, which somebody else cannot guess, and goes with who listens", async () => {
  const { file, listen, listens } = windows();
  expect(await listens()).toBe(false);
  const one = await listen();
  expect(await listens()).toBe(true);
  const said = await new Promise((resolve) => {
    connect(readFileSync(file, "utf8").trim()).setEncoding("utf8").once("data", resolve);
  });
  expect(said).toBe("here\n");
  one.close();
  expect(existsSync(file)).toBe(false);
  expect(await listens()).toBe(false);
});

test("on Windows whoever listens later keeps the file, and one that names nobody's pipe says that nobody listens", async () => {
  const { file, listen, listens } = windows();
  const before = await listen();
  const now = await listen();
  before.close();
  expect(await listens()).toBe(true);
  now.close();
  writeFileSync(file, "\\\\.\\pipe\\punchcard-gone\n");
  expect(await listens()).toBe(false);
});

test("on Windows a pipe of a name that somebody else has taken is not told to clients", async () => {
  const { file, listen } = windows();
  await listen();
  const theirs = readFileSync(file, "utf8").trim();
  rmSync(file);
  const home = join(file, "../..");
  const taken = { platform: "win32" as const, pipe: () => theirs };
  await expect(listenPrivately(home, "mcp.sock", () => undefined, taken)).rejects.toMatchObject({ code: "EADDRINUSE" });
  expect(existsSync(file)).toBe(false);
});
