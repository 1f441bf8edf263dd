import { type IncomingHttpHeaders, request } from "node:http";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Ask {
  method?: string;
  /** An `origin` of "" is left out. */
  headers?: Record<string, string>;
  /** Sent as a form, as JSON where it is an object, else as it is. */
  form?: Record<string, string | string[]>;
  json?: unknown;
  body?: string;
}

/**
 * Talks to a team server behind its public name, and keeps cookies as a browser does. It sends `Origin` with what changes
 * something, as browsers do.
 */
export class Browser {
  /** By path and name, as cookies of two paths do not replace each other. */
  readonly cookies = new Map<string, { name: string; value: string; path: string }>();

  constructor(
    readonly port: number,
    readonly origin: string,
    /** Sent with each request, as a proxy adds them. */
    private readonly added: Record<string, string> = {},
  ) {}

  get = (path: string, headers?: Record<string, string>) => this.send(path, { ...(headers && { headers }) });

  post = (path: string, form: Record<string, string | string[]>) => this.send(path, { method: "POST", form });

  async send(path: string, { method = "GET", headers = {}, form, json, body }: Ask = {}): Promise<Answer> {
    const text = form ? encodeForm(form) : json === undefined ? body : JSON.stringify(json);
    const type = form ? "application/x-www-form-urlencoded" : json === undefined ? undefined : "application/json";
    const cookie = this.cookieHeader(path.split("?")[0] ?? "/");
    const all: Record<string, string> = {
      host: new URL(this.origin).host,
      ...(method !== "GET" && { origin: this.origin }),
      ...(type && { "content-type": type }),
      ...(cookie && { cookie }),
      ...this.added,
      ...headers,
    };
    if (all.origin === "") delete all.origin;
    const answer = await ask(this.port, path, method, text, all);
    for (const line of answer.headers["set-cookie"] ?? []) this.keep(line);
    return answer;
  }

  /** Follows redirects on this server; stops at the first that leads elsewhere. */
  async follow(first: Answer): Promise<Answer> {
    let answer = first;
    for (let hop = 0; hop < 10; hop++) {
      const { location } = answer.headers;
      if (location === undefined) return answer;
      const url = new URL(location, this.origin);
      if (url.origin !== this.origin) return answer;
      answer = await this.get(url.pathname + url.search);
    }
    throw new Error("too many redirects");
  }

  private cookieHeader(path: string): string {
    const fitting = [...this.cookies.values()].filter((one) => path.startsWith(one.path));
    return fitting.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  private keep(line: string): void {
    const [pair = "", ...attributes] = line.split(/;\s*/);
    const [name = "", value = ""] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
    const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? "/";
    const gone = value === "" || attributes.some((one) => /^max-age=0$/i.test(one));
    if (gone) this.cookies.delete(`${path} ${name}`);
    else this.cookies.set(`${path} ${name}`, { name, value, path });
  }
}

function encodeForm(form: Record<string, string | string[]>): string {
  const pairs = Object.entries(form).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  return new URLSearchParams(pairs).toString();
}

function ask(port: number, path: string, method: string, body: string | undefined, headers: Record<string, string>) {
  return new Promise<Answer>((done, fail) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const own = { port, host: "127.0.0.1", agent: false };
    const sent = request({ ...own, path, method, headers: { ...length, ...headers } }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", fail);
      response.once("end", () => {
        const text = Buffer.concat(parts).toString();
        done({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    // A server that refuses a body ends the connection while it is written: after its answer nobody waits for that error.
    sent.on("error", fail);
    sent.end(body);
  });
}
