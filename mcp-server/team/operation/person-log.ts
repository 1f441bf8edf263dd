import type { Logger } from "pino";
import { type LocalLog, secretFilter } from "#core/platform/log";

/** What an account of a person logs, as lines of the server's log without what it was told to hide. */
export function personLog(log: Logger, person: string): LocalLog {
  const { clean, hide } = secretFilter();
  /** As fields where they still are JSON without the secrets, else as text: nothing that is logged may throw. */
  const fieldsOf = (detail: Record<string, unknown>): object => {
    try {
      const text = clean(JSON.stringify(detail));
      try {
        return JSON.parse(text) as object;
      } catch {
        return { detail: text };
      }
    } catch {
      return { detail: "not writable as JSON" };
    }
  };
  let lines = 0;
  return {
    clean,
    hide,
    write(event, detail = {}) {
      lines += 1;
      const id = `${process.pid.toString(36)}-${lines.toString(36)}-${person.slice(0, 8)}`;
      const isOdd = event === "unexpected" || event === "journal";
      const line = { ...fieldsOf(detail), id, person };
      if (isOdd) log.warn(line, event);
      else log.debug(line, event);
      return id;
    },
  };
}
