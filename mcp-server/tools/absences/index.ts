/** What the absence tools need while they run; `kit.leave` holds it. */
export { daysBetween } from "../../time/civil";
export { daySpan, daysText, longDay, rounded } from "../../time/day-text";
export { countLeave } from "../../time/leave";
export { parseLeavePeriod } from "../../time/leave-period";
export * from "./absence-view";
export * from "./checks";
export * from "./create";
export * from "./cursor";
export * from "./leave-request-input";
export * from "./lines";
export * from "./read-absences";
export * from "./summary";
