import { userInfo } from "node:os";
import type { AccountFacts, Ref } from "../../domain/entities";
import type { AdapterEnvironment, Service } from "../../domain/ports";
import { englishOf, message } from "../../messages/message";
import type { Sql } from "../../platform/sqlite";
import { dayOf, toInstant } from "../../time/format";
import { createAbsencePort } from "./absences";
import { readBudgets } from "./budgets";
import { createDatabase } from "./database/database";
import { createLostWritesPort } from "./past-rows";
import { createRecordsPort, sheetRecordTypes } from "./records/records";
import { onePerson } from "./refusals";
import { readSettings, type SheetSettings, writeZone } from "./settings";
import { readFirstDay, readTargetHours } from "./target-hours";
import { createTimePort } from "./time";
import { createTimerPort } from "./timer";
import { createWorkPort } from "./work";

/** A time sheet on this computer: one person, one SQLite file, no service behind it. */

export interface LocalOptions {
  /** Path of the file; made with its folder on the first use. */
  file: string;
  /** Seconds to work per weekday, Monday first, before the sheet's own first row of target hours; null: no target. */
  targetSeconds: number[] | null;
  /** IANA zone of a sheet that keeps none yet; absent: the computer's. */
  zone?: string;
  /** Folder for the daily copies; absent: none are made. */
  copies?: string;
}

/** Name of the person at this computer; an account without one (containers) is nobody's in particular. */
function userName(): string {
  try {
    return userInfo().username || "Me";
  } catch {
    return "Me";
  }
}

const refused = {
  ...Object.fromEntries(
    ["others_time", "others_absence"].flatMap((kind) =>
      ["read", "create", "update", "delete"].map((action) => [`${kind}.${action}`, englishOf(onePerson)]),
    ),
  ),
  "absence.decide": englishOf(message("local_approval_not_needed")),
};

/** Opens the file on the first call, not before. */
export function createLocalService(options: LocalOptions, env: AdapterEnvironment): Service {
  const { file, targetSeconds, zone: here = Intl.DateTimeFormat().resolvedOptions().timeZone } = options;
  const copies = options.copies === undefined ? undefined : { folder: options.copies, zone: here };
  const database = createDatabase(file, env.log, env.now, copies);
  const seconds = () => Math.floor(env.now() / 1000);
  const me: Ref = { id: "me", name: userName() };
  const typed = sheetRecordTypes(me, targetSeconds);
  /** What the settings say, and the day that it is in their zone. */
  const present = (settings: SheetSettings) => {
    const { zone = here } = settings;
    return { ...settings, zone, today: dayOf(toInstant(env.now()), zone) };
  };
  const hours = (sql: Sql, { today } = present(readSettings(sql))) => readTargetHours(sql, targetSeconds, today);
  const facts = (sql: Sql, now = present(readSettings(sql))): AccountFacts => ({
    service: "local",
    person: me,
    zone: now.zone,
    weekStartsOn: 1,
    roles: [],
    teams: [],
    ...hours(sql, now),
    firstDay: readFirstDay(sql, targetSeconds, now),
    booking: {
      levels: ["customer", "project", "activity"],
      required: [],
      freeTimes: true,
      allowsFuture: true,
      allowsOverlap: true,
      runningLimit: 1,
    },
    fields: ["text", "tags", "billable", "exported", "begin", "end"],
    refused,
    modules: {},
  });
  return {
    id: "local",
    // Reads once, so that an account whose file cannot be used does not look connected.
    async facts() {
      // A computer that travels takes its clock along, and the sheet must not follow it.
      const known = await database.read(
        (sql) => {
          const settings = readSettings(sql);
          return settings.zone === undefined ? null : facts(sql, present(settings));
        },
        // No zone's day begins within a minute.
        `facts ${Math.floor(env.now() / 60_000)}`,
      );
      if (known) return known;
      await database
        .write((sql) => readSettings(sql).zone ?? writeZone(sql, here))
        .catch((error: Error) => env.log("local.zone", { message: error.message }));
      return database.read((sql) => facts(sql));
    },
    timer: createTimerPort(database, seconds),
    time: createTimePort(database, seconds),
    work: createWorkPort(database, me),
    records: createRecordsPort(database, typed),
    lostWrites: createLostWritesPort(database, typed),
    absences: createAbsencePort(database, me, hours),
    budgets: (within) => database.read((sql) => readBudgets(sql, within)),
    async contracts(people) {
      const asked = Array.isArray(people) ? people : [me.id];
      const own = await database.read((sql) => {
        const now = present(readSettings(sql));
        const { leaveDays, openingBalance } = now;
        return {
          person: me,
          ...hours(sql, now),
          first: readFirstDay(sql, targetSeconds, now),
          ...(openingBalance !== undefined && { openingBalance }),
          ...(leaveDays !== undefined && { leaveDays }),
        };
      });
      return {
        contracts: asked.includes(me.id) ? [own] : [],
        unread: asked.filter((id) => id !== me.id).map((id) => ({ person: { id, name: `#${id}` }, why: onePerson })),
      };
    },
    close: () => database.close(),
  };
}
