import { getLeaveBalance } from "./absences/get-leave-balance";
import { listAbsences } from "./absences/list-absences";
import { requestAbsence } from "./absences/request-absence";
import { updateAbsence } from "./absences/update-absence";
import { getAccount } from "./account/get-account";
import { deleteTime } from "./entries/delete-time";
import { listTime } from "./entries/list-time";
import { logTime } from "./entries/log-time";
import { updateTime } from "./entries/update-time";
import type { AnyTool } from "./lib/define";
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
  getStatus,
  clockIn,
  clockOut,
  takeBreak,
  listTime,
  reportTime,
  logTime,
  updateTime,
  deleteTime,
  findWork,
  listAbsences,
  getLeaveBalance,
  requestAbsence,
  updateAbsence,
  getAccount,
  listRecords,
  saveRecord,
  deleteRecord,
];
