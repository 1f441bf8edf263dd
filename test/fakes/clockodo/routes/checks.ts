import { type Asked, type FakeUser, problem } from "../model";

/** What may stand in a field, and who may do what. */

/** Whether a value may stand in a field. */
export type Check = (value: unknown) => boolean;
export const text =
  (most: number): Check =>
  (value) =>
    typeof value === "string" && value.length <= most;
export const flag: Check = (value) => typeof value === "boolean";
export const within =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === "number" && value >= least && value <= most;
export const id: Check = (value) => Number.isInteger(value) && Number(value) > 0;
export const ids: Check = (value) => Array.isArray(value) && value.every(id);
export const day: Check = (value) => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
export const oneOf =
  (...values: unknown[]): Check =>
  (value) =>
    values.includes(value);
export const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

/** Owners may everything; a worker what was given to them (§5). */
export const may = (user: FakeUser, right: string) => user.role === "owner" || user.elevated.includes(right);
export const forbidden = (asked: Asked) => problem(asked.state, 403, "Forbidden", "You are not allowed to do this");
