import type { ChildProcess } from "node:child_process";
import {
  Client,
  type JsonSchemaValidatorResult,
  ProtocolError,
  SdkError,
  SdkErrorCode,
} from "@modelcontextprotocol/client";
import { z } from "zod";
import { credentialReplaced } from "#core/domain/sign-in";
import { type AppFailure, type Log, notSaved } from "../app/failure";
import type { Hello, StartServer } from "./spawn";
import { ChildTransport } from "./transport";

/** One running server with our MCP session on it. */
export interface Connection {
  client: Client;
  /** From spawn to the end of the MCP handshake. */
  startMilliseconds: number;
  /** True once the process is gone, whatever ended it. */
  ended(): boolean;
  /** Whether the call failed because no answer came in time. */
  timedOut(error: unknown): boolean;
  /** What the server said instead of an answer, where it answers no tool result; null: it said nothing. */
  refusal(error: unknown): AppFailure | null;
  /** Called once when the process is gone. */
  onEnd(listener: () => void): void;
  /** Ends its input, then after 3 s the process. */
  close(): Promise<void>;
}

/** A credential that is in no keychain was used up and replaced by the server. */
export type Rotated = (accountId: string, secret: string) => void;
const replaced = z.object({ account: z.string(), secret: z.string() });

const startTimeout = 15_000;
const closeTimeout = 3_000;

/** Results are parsed with our own schemas (domain/results.ts); a second check by JSON schema would only cost start time. */
const noValidator = {
  getValidator:
    <T>() =>
    (input: unknown): JsonSchemaValidatorResult<T> => ({ valid: true, data: input as T, errorMessage: undefined }),
};

/** Starts a server and shakes hands; throws an Error with the end of its stderr when it does not answer. */
export async function connect(
  start: StartServer,
  hello: Hello,
  version: string,
  log: Log,
  rotated?: Rotated,
): Promise<Connection> {
  const began = performance.now();
  const child = start(hello);
  let gone = false;
  let said = "";
  const listeners: (() => void)[] = [];
  const ended = new Promise<void>((resolve) => {
    const end = (reason: Record<string, unknown>) => {
      if (gone) return;
      gone = true;
      log("server ended", reason);
      for (const listener of listeners) listener();
      resolve();
    };
    child.once("error", (error) => end({ error: error.message }));
    child.once("close", (code, signal) => end({ code, signal }));
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-2000);
    for (const line of text.split("\n")) if (line.trim()) log("server", { line: line.slice(0, 2000) });
  });

  const close = async () => {
    child.stdin?.end();
    const timer = setTimeout(() => child.kill("SIGKILL"), closeTimeout);
    await ended;
    clearTimeout(timer);
  };

  const client = new Client({ name: "punchcard-tray", version }, { jsonSchemaValidator: noValidator });
  if (rotated)
    client.setNotificationHandler(credentialReplaced, { params: replaced }, ({ account, secret }) =>
      rotated(account, secret),
    );
  client.onerror = (error) => log("server protocol", { error: error.message });
  try {
    await client.connect(new ChildTransport(child), { timeout: startTimeout });
  } catch (error) {
    killQuietly(child);
    const last = said.trim().split("\n").at(-1);
    throw new Error(
      last ? `the server did not start: ${last}` : `the server did not start: ${(error as Error).message}`,
    );
  }
  return {
    client,
    startMilliseconds: Math.round(performance.now() - began),
    ended: () => gone,
    timedOut: (error) => error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout,
    refusal,
    onEnd: (listener) => (gone ? listener() : listeners.push(listener)),
    close,
  };
}

/** A resource that cannot be read is a protocol error, whose words our server wrote for people. */
function refusal(error: unknown): AppFailure | null {
  if (!(error instanceof ProtocolError)) return null;
  return notSaved("invalid", error.message);
}

function killQuietly(child: ChildProcess): void {
  child.stdin?.end();
  child.kill("SIGKILL");
}
