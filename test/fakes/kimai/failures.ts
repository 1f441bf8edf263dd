import type { IncomingMessage, ServerResponse } from "node:http";

/** What goes wrong with a request. `afterEffect`: the service does the work first, then the answer is lost. */
export type Failure =
  | { kind: "status"; status: number; headers?: Record<string, string>; body?: string; afterEffect?: boolean }
  | { kind: "html"; status?: number }
  | { kind: "redirect"; to: string; status?: number }
  | { kind: "delay"; milliseconds: number }
  | { kind: "drop"; afterEffect: boolean }
  | { kind: "silence"; afterEffect: boolean };

export interface FailureRule {
  /** Absent: every method. */
  method?: string;
  /** Matched against the path below `/api`, `/timesheets/5/stop`; absent: every path. */
  path?: RegExp;
  /** How many requests it hits; absent: all until `heal()`. */
  times?: number;
  /** How many requests it lets pass first. */
  after?: number;
  failure: Failure;
}

export function createFailures() {
  let rules: { rule: FailureRule; left: number; passing: number }[] = [];
  return {
    add(rule: FailureRule) {
      rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY, passing: rule.after ?? 0 });
    },
    clear() {
      rules = [];
    },
    next(method: string, path: string): Failure | null {
      const hit = rules.find(
        ({ rule, left }) =>
          left > 0 && (rule.method === undefined || rule.method === method) && (rule.path?.test(path) ?? true),
      );
      if (!hit || hit.passing-- > 0) return null;
      hit.left--;
      return hit.rule.failure;
    },
  };
}

const page = "<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>";

/** Answers a request wrongly. @returns true when the request is done with, false when the routes go on with it */
export async function failNow(failure: Failure, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  switch (failure.kind) {
    case "delay":
      await new Promise((resolve) => setTimeout(resolve, failure.milliseconds));
      return false;
    case "drop":
      if (failure.afterEffect) return false;
      request.socket.destroy();
      return true;
    case "silence":
      return !failure.afterEffect;
    case "redirect":
      response.writeHead(failure.status ?? 302, { location: failure.to }).end();
      return true;
    case "html":
      response.writeHead(failure.status ?? 200, { "content-type": "text/html; charset=UTF-8" }).end(page);
      return true;
    case "status": {
      if (failure.afterEffect) return false;
      const body = failure.body ?? JSON.stringify({ code: failure.status, message: "Injected" });
      response.writeHead(failure.status, { "content-type": "application/json", ...failure.headers }).end(body);
      return true;
    }
  }
}
