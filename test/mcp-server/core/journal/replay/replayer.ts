import { writeSync } from "node:fs";
import { dirname } from "node:path";
import type { LostWritesPort, PastRows } from "#core/domain/lost-writes";
import { CallRecord } from "#core/journal/call-record";
import { Journal } from "#core/journal/journal";
import { recordedService } from "#core/journal/recorded-service";
import { applyLostChanges } from "#core/journal/replay/lost-changes";
import { openLog } from "#core/platform/log";
import { createLocalService } from "#core/services/local/index";

/**
 * Applies what a time sheet lost and kills itself by SIGKILL on the way, as a power cut would. Bundled and started by
 * killed-replay.test.ts. Arguments: file, at which write of the replay (0: not at all, -1: when all are kept).
 */
const [, , file = "", at = "0"] = process.argv;
const writes: readonly string[] = ["putEntry", "putAbsence", "putRecord", "remove"];
const home = dirname(file);
const now = () => Date.parse("2026-11-19T12:00:00Z");
const origin = { client: "tray", account: "local-1", service: "local", label: "This computer" };
const die = () => process.kill(process.pid, "SIGKILL");

async function main(): Promise<void> {
  const journal = new Journal({ home, log: openLog(home), now });
  const sheet = createLocalService(
    { file, targetSeconds: null, zone: "Europe/Berlin" },
    {
      accountId: "local-1",
      secret: async () => "",
      breaks: { read: async () => null, write: async () => undefined },
      log: () => undefined,
      now,
    },
  );
  const { lostWrites, records } = recordedService(sheet, journal, origin);
  if (!lostWrites || !records) throw new Error("a time sheet has all ports");
  let made = 0;
  const counted = (rows: PastRows): PastRows =>
    new Proxy(rows, {
      get(target, name, receiver) {
        const value = Reflect.get(target, name, receiver);
        if (typeof value !== "function" || !writes.includes(String(name))) return value;
        return (...args: unknown[]) => {
          const answer = Reflect.apply(value, target, args);
          made += 1;
          if (made === Number(at)) die();
          return answer;
        };
      },
    });
  const port: LostWritesPort = {
    ...lostWrites,
    async keep(work) {
      const done = await lostWrites.keep((rows) => work(counted(rows)));
      if (at === "-1") die();
      return done;
    },
  };
  const deps = { store: await journal.store(), account: origin.account, port, records };
  await applyLostChanges(deps, new CallRecord(journal, { ...origin, tool: "apply_lost_changes" }));
  writeSync(1, String(made));
  await sheet.close();
  await journal.close();
}

void main();
