import { z } from "zod";
import { type ToolName, toolRules } from "#core/access/tool-rules";
import { changeMeta, placeMeta } from "#core/domain/results/activity-terms";
import type { MessageText } from "#core/messages/catalog";
import { AppFailure, type Log, notSaved } from "../app/failure";
import { Scheduler } from "../app/scheduler";
import { brokenCall, readAnswer } from "./answer";
import type { Connection, Rotated } from "./connection";
import { currentPlace } from "./place";
import type { Hello, StartServer } from "./spawn";

export interface CallOptions {
  signal?: AbortSignal;
  /** Milliseconds; absent: 60 s, longer than the server itself waits for a service. */
  timeout?: number;
  /** The change in the journal that the call goes on with, and then the one that it became; null: none yet. */
  change?: { id: number | null };
}

/** What the rest of main needs of the bundled server. */
export interface Server {
  /** Calls a tool and parses its answer. Throws AppFailure. */
  call<S extends z.ZodType>(
    tool: ToolName,
    args: Record<string, unknown>,
    schema: S,
    options?: CallOptions,
  ): Promise<z.output<S>>;
}

export interface RequestOptions extends CallOptions {
  /** It may change something, so it is sent once. */
  write: boolean;
  /** It takes as long as it takes, while it tells how far it is: `timeout` holds from one word to the next. */
  onProgress?(done: number, all: number): void;
}

/** What the server answers to the app beside its tools: nothing that AI clients get. */
export interface AppRequests {
  /** Throws AppFailure. */
  request<S extends z.ZodType>(
    method: string,
    params: Record<string, unknown>,
    schema: S,
    options: RequestOptions,
  ): Promise<z.output<S>>;
}

/** Reads what the server offers as a resource: files for other programs. */
export interface ResourceReader {
  /** The text of one resource. Throws AppFailure. */
  readResource(uri: string, options?: CallOptions): Promise<string>;
}

export interface ServerOptions {
  start: StartServer;
  /** Read at each start: credentials that live only in memory. */
  hello: () => Hello;
  version: string;
  log: Log;
  /** Told what a credential of the hello has become. */
  rotated?: Rotated;
  scheduler?: Scheduler;
}

const idleTimeout = 90_000;
const callTimeout = 60_000;
const quickCrashes = 3;
const crashWindow = 60_000;
const backOff = [0, 500, 2_000];

/**
 * One bundled server for tray and windows: started by the first call, shared by all, stopped 90 s after the last, and
 * started again after a crash, but at most three times within a minute.
 */
export class SharedServer implements Server, ResourceReader, AppRequests {
  private current: Promise<Connection> | null = null;
  private readonly inFlight = new Map<Connection, number>();
  private crashes: number[] = [];
  private stopped = false;
  private readonly scheduler: Scheduler;

  constructor(private readonly options: ServerOptions) {
    this.scheduler = options.scheduler ?? new Scheduler();
  }

  async call<S extends z.ZodType>(
    tool: ToolName,
    args: Record<string, unknown>,
    schema: S,
    options: CallOptions = {},
  ): Promise<z.output<S>> {
    const { change } = options;
    const goesOn = change && change.id !== null && { [changeMeta]: change.id };
    const result = await this.use(tool, options.signal, (connection) =>
      connection.client.callTool(
        { name: tool, arguments: args, _meta: { [placeMeta]: currentPlace(), ...goesOn } },
        {
          signal: options.signal,
          timeout: options.timeout ?? callTimeout,
          maxTotalTimeout: options.timeout ?? callTimeout,
        },
      ),
    );
    const became = result._meta?.[changeMeta];
    if (change && typeof became === "number") change.id = became;
    return readAnswer(tool, result, schema);
  }

  request<S extends z.ZodType>(
    method: string,
    params: Record<string, unknown>,
    schema: S,
    { write, signal, timeout = callTimeout, onProgress }: RequestOptions,
  ): Promise<z.output<S>> {
    // As what it may do counts, how it broke off is told.
    return this.use(write ? "update_time" : "list_time", signal, async ({ client, refusal }) => {
      try {
        const options = {
          signal,
          timeout,
          ...(onProgress
            ? {
                resetTimeoutOnProgress: true,
                onprogress: ({ progress, total = 0 }: { progress: number; total?: number }) =>
                  onProgress(progress, total),
              }
            : { maxTotalTimeout: timeout }),
        };
        return schema.parse(await client.request({ method, params }, z.looseObject({}), options));
      } catch (error) {
        throw refusal(error) ?? error;
      }
    });
  }

  async readResource(uri: string, { signal, timeout = callTimeout }: CallOptions = {}): Promise<string> {
    // Entries as a file are what list_time reads.
    const { contents } = await this.use("list_time", signal, async (connection) => {
      try {
        const options = { signal, timeout, maxTotalTimeout: timeout, cacheMode: "bypass" as const };
        return await connection.client.readResource({ uri }, options);
      } catch (error) {
        throw connection.refusal(error) ?? error;
      }
    });
    const text = contents.map((content) => ("text" in content ? content.text : "")).join("");
    if (text) return text;
    throw notSaved("internal", "Punchcard's server answered with nothing.");
  }

  /** How long the running server took to start, and what it offers. */
  async inspect(): Promise<{ startMilliseconds: number; tools: string[] }> {
    return this.use("get_status", undefined, async (connection) => {
      const { tools } = await connection.client.listTools();
      return { startMilliseconds: connection.startMilliseconds, tools: tools.map((tool) => tool.name) };
    });
  }

  /** A call or a request is under way. */
  isBusy = (): boolean => this.inFlight.size > 0;

  /** The next call gets a fresh process; calls under way end on the old one. For changed accounts and credentials. */
  renew(): void {
    const old = this.current;
    this.current = null;
    this.scheduler.clear("idle");
    old?.then((connection) => this.closeWhenUnused(connection)).catch(() => undefined);
  }

  /** Ends the server and starts none any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.scheduler.clearAll();
    const connection = await this.current?.catch(() => null);
    this.current = null;
    await connection?.close();
  }

  private async use<T>(
    tool: ToolName,
    signal: AbortSignal | undefined,
    run: (c: Connection) => Promise<T>,
  ): Promise<T> {
    // A read that broke off with its server can be asked again; a write never is.
    const attempts = toolRules[tool].kind === "read" ? 2 : 1;
    for (let attempt = 1; ; attempt++) {
      if (signal?.aborted) throw notSaved("cancelled", "It was cancelled.");
      const connection = await this.connection();
      this.inFlight.set(connection, (this.inFlight.get(connection) ?? 0) + 1);
      this.scheduler.clear("idle");
      try {
        return await run(connection);
      } catch (error) {
        if (error instanceof AppFailure) throw error;
        const again = connection.ended() && attempt < attempts && !signal?.aborted && !this.stopped;
        if (!again) throw brokenCall(tool, error, signal?.aborted === true, connection.timedOut(error));
      } finally {
        this.release(connection);
      }
    }
  }

  private release(connection: Connection): void {
    const left = (this.inFlight.get(connection) ?? 1) - 1;
    if (left > 0) this.inFlight.set(connection, left);
    else this.inFlight.delete(connection);
    if (this.stopped) return;
    this.current?.then(
      (now) => {
        if (now !== connection) return this.closeWhenUnused(connection);
        if (!this.inFlight.has(connection)) this.scheduler.set("idle", idleTimeout, () => this.renew());
      },
      () => undefined,
    );
    if (!this.current) this.closeWhenUnused(connection);
  }

  private closeWhenUnused(connection: Connection): void {
    if (!this.inFlight.has(connection) && !connection.ended()) void connection.close();
  }

  private connection(): Promise<Connection> {
    if (this.stopped) return Promise.reject(this.down("Punchcard is quitting."));
    if (this.current) return this.current;
    const now = this.scheduler.now();
    this.crashes = this.crashes.filter((at) => now - at < crashWindow);
    if (this.crashes.length >= quickCrashes)
      return Promise.reject(this.down("Punchcard's own server stopped three times within a minute."));
    const starting = this.open(backOff[this.crashes.length] ?? 0);
    this.current = starting;
    starting.then(
      (connection) =>
        connection.onEnd(() => {
          if (this.current !== starting) return;
          this.current = null;
          this.scheduler.clear("idle");
          if (!this.stopped) this.crashes.push(this.scheduler.now());
        }),
      () => {
        if (this.current === starting) this.current = null;
        this.crashes.push(this.scheduler.now());
      },
    );
    return starting;
  }

  private async open(delay: number): Promise<Connection> {
    if (delay > 0) await new Promise<void>((resolve) => this.scheduler.set("back-off", delay, resolve));
    const { start, hello, version, log, rotated } = this.options;
    try {
      // Loaded by the first call: the tray shows before anything speaks MCP.
      const { connect } = await import("./connection");
      return await connect(start, hello(), version, log, rotated);
    } catch (error) {
      log("server did not start", { error: (error as Error).message });
      throw this.down("Punchcard's own server did not start.", (error as Error).message.slice(0, 300));
    }
  }

  private down(message: MessageText, detail?: string): AppFailure {
    return notSaved("server_down", message, "Settings → General → Diagnostics says more; the log has the reason.", {
      detail,
    });
  }
}

/** Starts a server only for this call and ends it: to prove an account that is not saved yet. */
export async function callOnce<S extends z.ZodType>(
  options: Omit<ServerOptions, "hello" | "scheduler"> & { hello: Hello },
  tool: ToolName,
  args: Record<string, unknown>,
  schema: S,
  callOptions: CallOptions = {},
): Promise<z.output<S>> {
  const server = new SharedServer({ ...options, hello: () => options.hello });
  try {
    return await server.call(tool, args, schema, callOptions);
  } finally {
    await server.stop();
  }
}
