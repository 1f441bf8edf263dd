import { getLeaveBalance } from "./absences/get-leave-balance";
import { listAbsences } from "./absences/list-absences";
import { requestAbsence } from "./absences/request-absence";
import { updateAbsence } from "./absences/update-absence";
import { getAccount } from "./account/get-account";
import { deleteTime } from "./entries/delete-time";
import { listTime } from "./entries/list-time";
import { logTime } from "./entries/log-time";
import { updateTime } from "./entries/update-time";
import { type AnyTool, withHandler } from "./lib/define";
import { deleteRecord } from "./records/delete-record";
import { listRecords } from "./records/list-records";
import { saveRecord } from "./records/save-record";
import { reportTime } from "./reports/report-time";
import { clockIn } from "./timer/clock-in";
import { clockOut } from "./timer/clock-out";
import { getStatus } from "./timer/get-status";
import { takeBreak } from "./timer/take-break";
import { findWork } from "./work/find-work";

/** In the order in which clients see them; it never changes with state (prompt caches depend on it). */
export const tools: readonly AnyTool[] = [
  withHandler(getStatus, () => import("./timer/get-status.run")),
  withHandler(clockIn, () => import("./timer/clock-in.run")),
  withHandler(clockOut, () => import("./timer/clock-out.run")),
  withHandler(takeBreak, () => import("./timer/take-break.run")),
  withHandler(listTime, () => import("./entries/list-time.run")),
  withHandler(reportTime, () => import("./reports/report-time.run")),
  withHandler(logTime, () => import("./entries/log-time.run")),
  withHandler(updateTime, () => import("./entries/update-time.run")),
  withHandler(deleteTime, () => import("./entries/delete-time.run")),
  withHandler(findWork, () => import("./work/find-work.run")),
  withHandler(listAbsences, () => import("./absences/list-absences.run")),
  withHandler(getLeaveBalance, () => import("./absences/get-leave-balance.run")),
  withHandler(requestAbsence, () => import("./absences/request-absence.run")),
  withHandler(updateAbsence, () => import("./absences/update-absence.run")),
  withHandler(getAccount, () => import("./account/get-account.run")),
  withHandler(listRecords, () => import("./records/list-records.run")),
  withHandler(saveRecord, () => import("./records/save-record.run")),
  withHandler(deleteRecord, () => import("./records/delete-record.run")),
];
