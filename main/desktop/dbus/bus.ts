import { connect, type Socket } from "node:net";
import { socketPaths } from "./address";
import { decodeMessage, encodeMessage, type Message } from "./message";

export const daemon = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
} as const;

const replyTimeoutMs = 3_000;

interface Call {
  destination: string;
  path: string;
  interface: string;
  member: string;
  /** Of the arguments; default: none. */
  signature?: string;
  body?: unknown[];
}

/** @returns signature and values of the reply. @throws Error whose message the caller gets */
export type CallHandler = (call: Message) => { signature: string; body: unknown[] };

/** A connection to a message bus. */
export interface Bus {
  /** @throws Error when the callee answers with an error, does not answer within three seconds, or the connection ends. */
  call(call: Call): Promise<unknown[]>;
  /** Calls the listener with each signal that matches the rule. */
  subscribe(rule: string, listener: (signal: Message) => void): Promise<void>;
  emit(signal: Omit<Call, "destination">): void;
  close(): void;
}

interface Pending {
  resolve(body: unknown[]): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

const refuseCalls: CallHandler = () => {
  throw new Error("This connection has no methods.");
};

/**
 * Opens a connection to the first socket of the address that accepts one.
 * @param onCall answers calls of other programs; default: an error
 * @param onError gets what ends the connection later
 * @throws Error when no socket accepts the connection or the user
 */
export async function openBus(
  address: string,
  { onCall = refuseCalls, onError = () => undefined }: { onCall?: CallHandler; onError?: (error: Error) => void } = {},
): Promise<Bus> {
  const { socket, rest } = await connectAny(socketPaths(address));
  const pending = new Map<number, Pending>();
  const listeners = new Set<(signal: Message) => void>();
  let serial = 0;
  let received = rest;

  function send(message: Omit<Message, "serial" | "body"> & { body?: unknown[] }): number {
    serial++;
    socket.write(encodeMessage({ body: [], ...message, serial }));
    return serial;
  }

  function settle(replySerial: number, settleWith: (one: Pending) => void): void {
    const one = pending.get(replySerial);
    if (!one) return;
    pending.delete(replySerial);
    clearTimeout(one.timer);
    settleWith(one);
  }

  function answer(message: Message): void {
    const to = { destination: message.sender, replySerial: message.serial };
    try {
      const reply = onCall(message);
      if (!message.noReply) send({ type: "reply", ...to, ...reply });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const errorName = "org.freedesktop.DBus.Error.Failed";
      if (!message.noReply) send({ type: "error", ...to, errorName, signature: "s", body: [text] });
    }
  }

  function take(message: Message): void {
    if (message.type === "signal") for (const listener of listeners) listener(message);
    else if (message.type === "call") answer(message);
    else if (message.type === "reply") settle(message.replySerial ?? 0, ({ resolve }) => resolve(message.body));
    else
      settle(message.replySerial ?? 0, ({ reject }) =>
        reject(new Error(`${message.errorName}: ${String(message.body[0] ?? "")}`)),
      );
  }

  function end(error: Error): void {
    for (const replySerial of [...pending.keys()]) settle(replySerial, ({ reject }) => reject(error));
  }

  function receive(chunk: Buffer): void {
    received = Buffer.concat([received, chunk]);
    try {
      for (let next = decodeMessage(received); next; next = decodeMessage(received)) {
        received = received.subarray(next.size);
        if (next.message) take(next.message);
      }
    } catch (error) {
      socket.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  socket.on("data", receive);
  socket.on("error", (error) => {
    end(error);
    onError(error);
  });
  socket.on("close", () => end(new Error("The D-Bus connection is closed.")));

  const call = ({ member, ...rest }: Call) =>
    new Promise<unknown[]>((resolve, reject) => {
      if (socket.destroyed) return reject(new Error("The D-Bus connection is closed."));
      const replySerial = send({ type: "call", member, ...rest });
      const timer = setTimeout(
        () => settle(replySerial, () => reject(new Error(`${member} was not answered`))),
        replyTimeoutMs,
      );
      pending.set(replySerial, { resolve, reject, timer: timer.unref() });
    });

  try {
    await call({ ...daemon, member: "Hello" });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return {
    call,
    async subscribe(rule, listener) {
      await call({ ...daemon, member: "AddMatch", signature: "s", body: [rule] });
      listeners.add(listener);
    },
    emit: (signal) => void send({ type: "signal", ...signal }),
    close: () => socket.destroy(),
  };
}

async function connectAny(paths: string[]): Promise<{ socket: Socket; rest: Buffer }> {
  let failure = new Error("The D-Bus address names no Unix socket.");
  for (const path of paths) {
    const socket = connect(path);
    try {
      return { socket, rest: await authenticate(socket) };
    } catch (error) {
      socket.destroy();
      failure = error instanceof Error ? error : new Error(String(error));
    }
  }
  throw failure;
}

/**
 * Signs in as the user of this process, whom the bus knows by the socket (mechanism EXTERNAL).
 * @returns what the bus sent behind its approval
 */
function authenticate(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const timer = setTimeout(() => settle(() => reject(new Error("The bus does not answer."))), replyTimeoutMs);
    const onError = (error: Error) => settle(() => reject(error));
    const onClose = () => settle(() => reject(new Error("The bus closed the connection.")));
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf("\r\n");
      if (end === -1) return;
      const line = received.subarray(0, end).toString("latin1");
      if (!line.startsWith("OK ")) return settle(() => reject(new Error(`The bus refuses the user: ${line}`)));
      socket.write("BEGIN\r\n");
      settle(() => resolve(received.subarray(end + 2)));
    };
    function settle(outcome: () => void): void {
      clearTimeout(timer);
      socket.off("error", onError).off("close", onClose).off("data", onData);
      outcome();
    }
    socket.on("error", onError).on("close", onClose).on("data", onData);
    const user = Buffer.from(String(process.getuid?.() ?? ""), "latin1").toString("hex");
    socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
  });
}
