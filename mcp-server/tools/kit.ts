/**
 * What only a running call needs, in one place: the server loads it at the first call, so that a client which merely
 * lists the tools does not wait for it.
 */
export { InputError, ServiceError } from "../domain/errors";
export { rankByName, resolveName } from "../domain/names";
export { cleanText } from "../domain/text";
export { dayBounds, findOverlaps, isoWeek, secondsByDay, targetOf, weekOf } from "../time/aggregate";
export { parseChange } from "../time/change";
export { addDays } from "../time/civil";
export { clockOf, dayOf, hoursMinutes, toInstant, withOffset } from "../time/format";
export { parseEdge, parseMoment, parsePeriod, parseSpan } from "../time/parse";
export * as leave from "./absence";
export { entryToRepeat, favouriteToStart, lastEnded, startAgain } from "./again";
export { changeAll, deleteAll } from "./all-of-act";
export * from "./bulk";
export { checkBreak, checkWay, cutAt, lengthOf, namedWork } from "./change";
export { copyEntry, splitEntry } from "./copies";
export { dayLines, dayRows, entryRow } from "./days";
export { readDetails } from "./details";
export * from "./errors";
export { entryFilter } from "./filter";
export { factsOf, isOthersEntry, openFetched, readCellOf, untold } from "./gate";
export { parseInput } from "./input";
export { parseRange, timeContext } from "./moment";
export { compareEntries, follows, readCursor, writeCursor } from "./order";
export { describeRecords } from "./record-describe";
export { RecordNames } from "./record-names";
export { isOthers, RecordPlanner, recordId } from "./record-plan";
export { checkValues } from "./record-values";
export { belowText, consequenceText, recordLine, recordTitle, recordView, totalText } from "./record-view";
export { able, actionCell, cellOf, counted, readRecord, recordsOf, recordWord } from "./record-words";
export { reportTime } from "./report/run";
export { newLine, openBooking, runRows } from "./rows";
export * from "./view";
export * from "./warnings";
export { idsOf, recentWork, WorkResolver } from "./work";
