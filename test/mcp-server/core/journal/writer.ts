import { join } from "node:path";
import { CallRecord, recordingInto } from "#core/journal/call-record";
import { Journal } from "#core/journal/journal";
import { recordedService } from "#core/journal/recorded-service";
import { openLog } from "#core/platform/log";
import { createLocalService } from "#core/services/local/index";

/**
 * A program that books on a time sheet as fast as it can, through the journal, and says each write once it is acknowledged.
 * Bundled and started by processes.test.ts, which kills it. Arguments: home, client, how many (0: until killed).
 */
const [, , home = "", client = "", count = "0"] = process.argv;
const log = openLog(home);
const journal = new Journal({ home, log });
const origin = { client, account: "local", service: "local", label: "This computer" };
const sheet = recordedService(
  createLocalService(
    { file: join(home, "sheet.db"), targetSeconds: null, zone: "UTC" },
    {
      accountId: "local",
      secret: async () => "",
      breaks: { read: async () => null, write: async () => undefined },
      log: () => undefined,
      now: Date.now,
    },
  ),
  journal,
  origin,
);

async function main(): Promise<void> {
  for (let number = 1; count === "0" || number <= Number(count); number++) {
    const record = new CallRecord(journal, { ...origin, tool: "log_time" });
    const draft = { work: {}, begin: "2026-11-18T08:00:00Z", end: "2026-11-18T09:00:00Z", text: `${client} ${number}` };
    const { entry } = await recordingInto(record, () => sheet.time.create(draft));
    // Synchronous, so that what was said was really acknowledged before.
    process.stdout.write(`${entry.id} ${record.change ?? record.unrecorded}\n`);
    await new Promise((done) => setImmediate(done));
  }
  await sheet.close();
  await journal.close();
}

main().catch((error: Error) => {
  process.stderr.write(`${error.name}: ${error.message}\n`);
  process.exitCode = 1;
});
