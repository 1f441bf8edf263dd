import { clockIn } from "./clock-in";
import { clockOut } from "./clock-out";
import type { AnyTool } from "./define";
import { deleteRecord } from "./delete-record";
import { deleteTime } from "./delete-time";
import { findWork } from "./find-work";
import { getAccount } from "./get-account";
import { getLeaveBalance } from "./get-leave-balance";
import { getStatus } from "./get-status";
import { listAbsences } from "./list-absences";
import { listRecords } from "./list-records";
import { listTime } from "./list-time";
import { logTime } from "./log-time";
import { reportTime } from "./report-time";
import { requestAbsence } from "./request-absence";
import { saveRecord } from "./save-record";
import { takeBreak } from "./take-break";
import { updateAbsence } from "./update-absence";
import { updateTime } from "./update-time";

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
