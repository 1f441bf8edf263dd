import { createServer } from "node:http";
import { type AddressInfo, connect, type Server } from "node:net";
import { onTestFinished } from "vitest";

/**
 * A proxy that tunnels every name to one address, so that the name need not be one of this computer.
 * @param onward the address that is really reached
 * @returns `asked`: `host:port` of each tunnel so far
 */
export async function startTunnel(onward: string, server: Server = createServer()) {
  const asked: string[] = [];
  server.on("connect", (request: { url: string }, socket) => {
    asked.push(request.url);
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    const { hostname, port } = new URL(onward);
    const there = connect(Number(port), hostname).on("error", () => socket.destroy());
    // Who breaks off passes no end on, and the service would wait two minutes for the rest of a handshake.
    socket
      .on("error", () => undefined)
      .on("close", () => there.destroy())
      .pipe(there)
      .pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
