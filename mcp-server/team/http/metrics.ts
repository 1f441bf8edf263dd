import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Numbers for Prometheus. Labels are names of routes and tools only: no person, client or address. */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Counter({
    name: "punchcard_http_requests_total",
    help: "HTTP requests by route and status.",
    labelNames: ["route", "status"],
    registers: [this.registry],
  });
  private readonly seconds = new Histogram({
    name: "punchcard_http_request_seconds",
    help: "Time to the end of an answer, streams left out.",
    labelNames: ["route"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [this.registry],
  });
  private readonly calls = new Counter({
    name: "punchcard_tool_calls_total",
    help: "Calls of tools, as they were asked for.",
    labelNames: ["tool"],
    registers: [this.registry],
  });
  private readonly refusals = new Counter({
    name: "punchcard_rate_limited_total",
    help: "Requests refused for being too many, by limit.",
    labelNames: ["limit"],
    registers: [this.registry],
  });
  readonly running = new Gauge({
    name: "punchcard_http_requests_running",
    help: "Requests that are not answered yet, streams included.",
    registers: [this.registry],
  });

  /** @param told of each answer too; its route is null where no route took it */
  constructor(private readonly told?: (route: string | null, status: number, seconds: number | null) => void) {
    collectDefaultMetrics({ register: this.registry, prefix: "punchcard_" });
  }

  /** @param seconds null: a stream, whose length says nothing */
  answered(route: string | null, status: number, seconds: number | null): void {
    const name = route ?? "none";
    this.requests.inc({ route: name, status });
    if (seconds !== null) this.seconds.observe({ route: name }, seconds);
    this.told?.(route, status, seconds);
  }

  /** @param tool a name that we know: others would be made up by clients */
  called = (tool: string) => this.calls.inc({ tool });

  limited = (limit: string) => this.refusals.inc({ limit });
}
