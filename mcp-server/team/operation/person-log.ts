import type { Logger } from "pino";
import type { LocalLog } from "../../platform/log";

/** What an account of a person logs, as lines of the server's log without what it was told to hide. */
export function personLog(log: Logger, person: string): LocalLog {
  const hidden = new Set<string>();
  const clean = (text: string) => [...hidden].reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
  let lines = 0;
  return {
    clean,
    hide(secret) {
      if (secret.length < 4) return;
      for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) hidden.add(form);
      hidden.add(Buffer.from(secret).toString("base64"));
    },
    write(event, detail = {}) {
      lines += 1;
      const id = `${process.pid.toString(36)}-${lines.toString(36)}-${person.slice(0, 8)}`;
      const isOdd = event === "unexpected" || event === "journal";
      const line = { ...(JSON.parse(clean(JSON.stringify(detail))) as object), id, person };
      if (isOdd) log.warn(line, event);
      else log.debug(line, event);
      return id;
    },
  };
}
