import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { origin, startTeamServer } from "../../../fakes/team/server";

/** Connects and sends a request while this thread does nothing else, so that the server has not seen it. */
function sendUnseen(port: number): Promise<string> {
  const isSent = new Int32Array(new SharedArrayBuffer(4));
  const text = `
    const { workerData, parentPort } = require("node:worker_threads");
    const { isSent, port, request } = workerData;
    let answer = "";
    const socket = require("node:net").connect(port, "127.0.0.1", () =>
      socket.write(request, () => { Atomics.store(isSent, 0, 1); Atomics.notify(isSent, 0); }));
    socket.on("data", (part) => { answer += part; });
    socket.on("error", (error) => { answer += error.code; });
    socket.on("close", () => parentPort.postMessage(answer));`;
  const request = `GET /.well-known/oauth-protected-resource HTTP/1.1\r\nHost: ${new URL(origin).host}\r\n\r\n`;
  const worker = new Worker(text, { eval: true, workerData: { isSent, port, request } });
  onTestFinished(async () => void (await worker.terminate()));
  const answer = once(worker, "message").then(([said]) => String(said));
  expect(Atomics.wait(isSent, 0, 0, 10_000)).toBe("ok");
  return answer;
}

test("a server that stops answers who had connected, though it was too busy to see them", async () => {
  const stopping = await startTeamServer();
  const answer = sendUnseen(stopping.port);
  const stopped = stopping.stop();
  expect(await answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: close/i);
  await stopped;
});
