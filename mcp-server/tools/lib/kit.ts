/**
 * What only a running call needs, in one place: the server loads it at the first call, so that a client which merely
 * lists the tools does not wait for it.
 */
export { InputError, ServiceError } from "../../domain/errors";
export { rankByName, resolveName } from "../../domain/names";
export { cleanText } from "../../domain/text";
export { dayBounds, findOverlaps, isoWeek, secondsByDay, targetOf, weekOf } from "../../time/aggregate";
export { parseChange } from "../../time/change";
export { addDays } from "../../time/civil";
export { clockOf, dayOf, hoursMinutes, toInstant, withOffset } from "../../time/format";
export { parseEdge, parseMoment, parsePeriod, parseSpan } from "../../time/parse";
export * as leave from "../absences";
export { changeAll, deleteAll } from "../entries/bulk-by-filter-write";
export { copyEntry, splitEntry } from "../entries/duplicate-entry";
export { dayLines, dayRows, entryRow } from "../entries/entries-by-day";
export { checkBreak, checkWay, cutAt, lengthOf, namedWork } from "../entries/entry-change";
export { readDetails } from "../entries/entry-details";
export { entryFilter } from "../entries/entry-filter";
export { compareEntries, follows, readCursor, writeCursor } from "../entries/entry-order";
export * from "../entries/entry-warnings";
export { newLine, openBooking, runRows } from "../entries/write-entries";
export { describeRecords } from "../records/describe-records";
export { RecordNames } from "../records/record-names";
export { isOthers, RecordPlanner, recordId } from "../records/record-planner";
export { checkValues } from "../records/record-values";
export { belowText, consequenceText, recordLine, recordTitle, recordView, totalText } from "../records/record-view";
export { able, actionCell, cellOf, counted, readRecord, recordsOf, recordWord } from "../records/record-words";
export { reportTime } from "../reports/report-time.run";
export { entryToRepeat, favouriteToStart, lastEnded, startAgain } from "../timer/repeat-entry";
export * from "./errors";
export { parseInput } from "./input";
export { parseRange, timeContext } from "./period-arguments";
export { factsOf, isOthersEntry, openFetched, readCellOf, untold } from "./require-permission";
export * from "./run-concurrently";
export * from "./view";
export { idsOf, recentWork, WorkResolver } from "./work-resolver";
