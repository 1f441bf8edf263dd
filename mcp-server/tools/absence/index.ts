/** What the absence tools need while they run; `kit.leave` holds it. */
export { daysBetween } from "../../time/civil";
export { daySpan, daysText, longDay, rounded } from "../../time/day-text";
export { countLeave } from "../../time/leave";
export { parseLeavePeriod } from "../../time/leave-period";
export * from "./checks";
export * from "./create";
export * from "./cursor";
export * from "./lines";
export * from "./reading";
export * from "./summary";
export * from "./view";
export * from "./wish";
