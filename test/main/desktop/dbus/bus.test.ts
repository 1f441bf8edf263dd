import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { sessionAddress, socketPaths } from "#main/desktop/dbus/address";
import { type CallHandler, daemon, openBus } from "#main/desktop/dbus/bus";
import { Variant } from "#main/desktop/dbus/writer";
import { hasBus, ownName, startDaemon } from "../../../fakes/session-bus";

const service = { path: "/app/test", interface: "app.test.Service" };

async function busAddress(): Promise<string> {
  const { address, daemon } = await startDaemon();
  onTestFinished(() => void daemon.kill());
  return address;
}

test.skipIf(!hasBus)("a call gets the reply of another program, or its error", async () => {
  const address = await busAddress();
  const signature = "a{sv}(isb)ayxd";
  const dictionary = {
    count: new Variant("u", 7),
    names: new Variant("as", ["ä", ""]),
    nested: new Variant("v", new Variant("b", true)),
  };
  const body = [dictionary, [-1, "text", false], Buffer.from([0, 255]), -(2n ** 63n), 0.5];
  const received: unknown[] = [];
  const onCall: CallHandler = (call) => {
    if (call.member !== "Echo") throw new Error(`no ${call.member} here`);
    received.push(call.body);
    return { signature, body };
  };
  const callee = await openBus(address, { onCall });
  await ownName(callee, "app.test.Service");
  const bus = await openBus(address);
  const to = { destination: "app.test.Service", ...service };
  const decoded = [{ count: 7, names: ["ä", ""], nested: true }, ...body.slice(1)];
  expect(await bus.call({ ...to, member: "Echo", signature, body })).toEqual(decoded);
  expect(received).toEqual([decoded]);
  await expect(bus.call({ ...to, member: "Other" })).rejects.toThrow("no Other here");
  await expect(bus.call({ ...to, destination: "app.test.Nothing", member: "Echo" })).rejects.toThrow(/ServiceUnknown/);
  callee.close();
  bus.close();
  await expect(bus.call({ ...to, member: "Echo" })).rejects.toThrow("closed");
});

test.skipIf(!hasBus)("a subscription gets the signals of its rule", async () => {
  const address = await busAddress();
  const [sender, bus] = [await openBus(address), await openBus(address)];
  const received: unknown[] = [];
  await bus.subscribe("type='signal',interface='app.test.Service',member='Changed'", ({ member, body }) =>
    received.push([member, ...body]),
  );
  sender.emit({ ...service, member: "Other" });
  sender.emit({ ...service, member: "Changed", signature: "b", body: [true] });
  await vi.waitUntil(() => received.length > 0);
  expect(received).toEqual([["Changed", true]]);
  for (const one of [sender, bus]) one.close();
});

test.skipIf(!hasBus)("a call that waits fails when the bus ends", async () => {
  const { address, daemon: program } = await startDaemon();
  const bus = await openBus(address);
  await ownName(bus, "app.test.Silent");
  const other = await openBus(address);
  const lost = expect(
    other
      .call({ ...daemon, member: "ListNames" })
      .then(() => other.call({ ...service, destination: "app.test.Silent", member: "Never" })),
  ).rejects.toThrow();
  program.kill();
  await lost;
});

/** A socket that answers each line of the sign-in with the next of the texts. */
async function fakeBus(...answers: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "bus-"));
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined).on("data", () => socket.write(answers.shift() ?? ""));
  });
  await new Promise<void>((resolve) => server.listen(join(folder, "bus"), resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    rmSync(folder, { recursive: true });
  });
  return `unix:path=${join(folder, "bus")}`;
}

test("a bus that refuses the user, or sends no messages, is not opened", async () => {
  await expect(openBus(await fakeBus("REJECTED EXTERNAL\r\n"))).rejects.toThrow("refuses the user");
  await expect(openBus(await fakeBus("OK 00\r\n", "this is no message of D-Bus"))).rejects.toThrow();
  await expect(openBus("unix:path=/nonexistent/bus")).rejects.toThrow(/ENOENT/);
  await expect(openBus("tcp:host=127.0.0.1,port=1")).rejects.toThrow("no Unix socket");
});

test("addresses name their sockets in order, and the session's own is the default", () => {
  expect(socketPaths("unix:path=/a%20b,guid=12;tcp:host=x;unix:abstract=/tmp/c")).toEqual(["/a b", "\0/tmp/c"]);
  expect(socketPaths("unix:tmpdir=/tmp")).toEqual([]);
  expect(sessionAddress({ XDG_RUNTIME_DIR: "/run/user/1" })).toBe("unix:path=/run/user/1/bus");
  expect(sessionAddress({})).toBe("");
});
