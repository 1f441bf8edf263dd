import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { HostileAnswer } from "./answers";

async function* chunks({ start, again, everyMs }: HostileAnswer, sent: (bytes: number) => void) {
  yield Buffer.from(start);
  const part = Buffer.from(again);
  for (;;) {
    if (everyMs > 0) await new Promise((resolve) => setTimeout(resolve, everyMs));
    sent(part.length);
    yield part;
  }
}

/** Sends it until the reader goes away. @param sent told of each part, before it is packed */
async function sendHostile(
  answer: HostileAnswer,
  response: ServerResponse,
  sent: (bytes: number) => void = () => undefined,
): Promise<void> {
  response.writeHead(200, {
    "content-type": answer.type,
    ...(answer.encoding && { "content-encoding": answer.encoding }),
  });
  const source = Readable.from(chunks(answer, sent), { objectMode: false, highWaterMark: 256 * 1024 });
  const ended = answer.encoding === "gzip" ? pipeline(source, createGzip(), response) : pipeline(source, response);
  await ended.catch(() => undefined);
}

/** A server that answers everything with it, but gives whoever asks at `/token` an access token. */
export async function startHostile(answer: HostileAnswer) {
  let bytes = 0;
  let begun = 0;
  let left = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.url === "/token") {
      const token = { access_token: "canary", token_type: "bearer", expires_in: 3600 };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(token));
      return;
    }
    begun++;
    void sendHostile(answer, response, (sent) => {
      bytes += sent;
    }).then(() => {
      left++;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Readers, those of them that have gone away, and how much all together took before they went. */
    readers: () => ({ begun, left, bytes }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
