import { randomBytes } from "node:crypto";
import pino, { type DestinationStream, type Logger } from "pino";

/** Names of fields that must never be written, wherever they come from. */
const secrets = ["authorization", "cookie", "token", "password", "secret", "code", "access_token", "refresh_token"];

/** JSON lines on standard output. @param level of pino, as `info` */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: "[removed]" },
    formatters: { level: (label: string) => ({ level: label }) },
    // Of an error only what says what it is: messages of libraries can hold what they were given.
    serializers: { error: (error: unknown) => (error instanceof Error ? partsOf(error) : error) },
  };
  return destination ? pino(options, destination) : pino(options);
}

const partsOf = ({ name, message, stack }: Error) => ({ type: name, message, stack });

/** The trace that a request belongs to (W3C Trace Context): the caller's where it sent one that is well formed, else a new one. */
export function traceOf(header: string | undefined): { trace: string; traceparent: string } {
  const [, version, found] = /^([\da-f]{2})-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}(?:$|-)/.exec(header ?? "") ?? [];
  const usable = found !== undefined && version !== "ff" && !/^0+$/.test(found);
  const trace = usable ? found : randomBytes(16).toString("hex");
  return { trace, traceparent: `00-${trace}-${randomBytes(8).toString("hex")}-01` };
}
