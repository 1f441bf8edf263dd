import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { onTestFinished } from "vitest";
import type { Service } from "#core/domain/ports";
import type { RecordDraft, RecordType } from "#core/domain/records";
import { CallRecord } from "#core/journal/call-record";
import { Journal } from "#core/journal/journal";
import { recordedService } from "#core/journal/recorded-service";
import { applyLostChanges, type LostDeps, lookAtLostChanges } from "#core/journal/replay/lost-changes";
import { openLog } from "#core/platform/log";
import { restoreCopy } from "#core/services/local/database/restore";
import { fastFolder } from "../../../../fakes/fast-folder";
import { overwriteStart, rowsOf } from "../../services/local/database/damaged-sheet";
import { openSheet } from "../../services/local/sheet";

const origin = { client: "tray", account: "local-1", service: "local", label: "This computer" } as const;
const minute = 60_000;

/** A time sheet whose writes are in a journal, and a copy of it to go back to. */
export function lostSheet() {
  const home = fastFolder("lost");
  const file = join(home, "sheet.db");
  const copies = join(home, "copies");
  mkdirSync(copies);
  let now = Date.parse("2026-11-19T09:00:00Z");
  const { sheet } = openSheet(file, () => now);
  const journal = new Journal({ home, log: openLog(home), now: () => now });
  onTestFinished(() => journal.close());
  const service: Service = recordedService(sheet, journal, origin);
  const { records, absences, lostWrites } = service;
  if (!records || !absences || !lostWrites) throw new Error("a time sheet has all ports");

  const inOneFile = () => {
    const raw = new Libsql(file);
    raw.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    raw.close();
  };
  const copy = async () => {
    now += 5 * minute;
    await service.facts();
    const raw = new Libsql(file);
    const name = `${new Date(now).toISOString().slice(0, 19).replaceAll(":", "")}Z.db`;
    raw.prepare("VACUUM INTO ?").run([join(copies, name)]);
    raw.close();
    now += 5 * minute;
    return name;
  };
  /** Damages the sheet and goes back to the newest copy, or to that one. */
  const goBack = async (name?: string) => {
    now += minute;
    inOneFile();
    overwriteStart(file, 200);
    await restoreCopy(file, copies, name, now);
    now += minute;
  };
  const deps = async (): Promise<LostDeps> => ({
    store: await journal.store(),
    account: origin.account,
    port: lostWrites,
    records,
  });
  const entry = async (hour: number, more: object = {}) => {
    const [begin, end] = [hour, hour + 1].map((at) => `2026-11-18T${String(at).padStart(2, "0")}:00:00Z`);
    const made = await service.time.create({
      begin: begin ?? "",
      end: end ?? "",
      work: {},
      text: `at ${hour}`,
      ...more,
    });
    return made.entry;
  };
  return {
    ...{ file, copies, sheet, service, records, absences, lostWrites, journal, copy, goBack, entry },
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    record: async (type: RecordType, values: RecordDraft) => (await records.create({ type, values })).record,
    look: async () => lookAtLostChanges(await deps()),
    apply: async () =>
      applyLostChanges(await deps(), new CallRecord(journal, { ...origin, tool: "apply_lost_changes" })),
    changes: async () => (await journal.store()).changes(0, Number.MAX_SAFE_INTEGER, undefined, 1_000),
    /** All that people wrote; tags by name, as an entry makes its own. */
    rows: () => ({
      item: rowsOf(file, "SELECT * FROM item ORDER BY id"),
      tag: rowsOf(file, "SELECT name FROM tag ORDER BY name"),
      entry: rowsOf(file, "SELECT * FROM entry ORDER BY id"),
      tagged: rowsOf(file, "SELECT entry_id, name FROM entry_tag JOIN tag ON tag.id = tag_id ORDER BY entry_id, name"),
      absence: rowsOf(file, "SELECT * FROM absence ORDER BY id"),
      hours: rowsOf(file, "SELECT * FROM target_hours ORDER BY id"),
      carry: rowsOf(file, "SELECT * FROM leave_carry ORDER BY id"),
      holidays: rowsOf(file, "SELECT * FROM own_holiday ORDER BY id"),
      setting: rowsOf(file, "SELECT * FROM setting WHERE name <> 'lost_spans' ORDER BY name"),
    }),
  };
}
export type LostSheet = ReturnType<typeof lostSheet>;
