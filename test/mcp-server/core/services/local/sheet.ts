import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AbsencePort } from "#core/domain/absences";
import type { ServiceError } from "#core/domain/errors";
import type { Service } from "#core/domain/ports";
import type { RecordsPort } from "#core/domain/records";
import { createLocalService } from "#core/services/local/index";
import { fastFolder } from "../../../../fakes/fast-folder";

/** Monday to Thursday eight hours, Friday six. */
const targetSeconds = [28_800, 28_800, 28_800, 28_800, 21_600, 0, 0];

const thursday = () => Date.parse("2026-11-19T09:00:00Z");

/** A time sheet in a folder of its own; the clock stands at Thursday, 2026-11-19, 10:00 in Berlin, unless told otherwise. */
export function openSheet(
  given?: string,
  now = thursday,
  hours: number[] | null = targetSeconds,
  zone = "Europe/Berlin",
): {
  sheet: Service;
  records: RecordsPort;
  absences: AbsencePort;
  file: string;
} {
  let file = given ?? "";
  if (given === undefined) {
    file = join(fastFolder("sheet"), "sheet.db");
  }
  const sheet = createLocalService(
    { file, targetSeconds: hours, zone },
    {
      accountId: "local",
      secret: () => Promise.reject(new Error("a time sheet has no secret")),
      breaks: { read: async () => null, write: async () => undefined },
      log: () => undefined,
      now,
    },
  );
  onTestFinished(() => sheet.close());
  const { records, absences } = sheet;
  if (!records || !absences) throw new Error("the time sheet keeps records and absences");
  return { sheet, records, absences, file };
}

/** The refusal of a call; a call that is not refused fails the test. */
export async function failure(promise: Promise<unknown>): Promise<ServiceError> {
  const error = await promise.then(
    () => undefined,
    (reason: ServiceError) => reason,
  );
  if (error?.name !== "ServiceError") throw error ?? new Error("was not refused");
  return error;
}
