import type { CalendarDay, Instant } from "../domain/entities";
import { civilOf, instantOf } from "./civil";

/**
 * A duration for people: `1:05`, `−0:30`, `100:00`. Minutes count once they have passed, also towards a target: so nothing
 * reads as longer than it was, and what was worked and the difference add up to a target of whole minutes.
 */
export function hoursMinutes(seconds: number): string {
  const passed = Math.floor(seconds / 60);
  const minutes = Math.abs(passed);
  return `${passed < 0 ? "−" : ""}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** `2026-11-19T10:07:00+01:00`: the civil time in the zone, with the offset that held then. */
export function withOffset(instant: Instant, zone: string): string {
  const { day, clock, offset } = civilOf(instant, zone);
  return `${day}T${clock}${offset}`;
}

/** The civil day in which a moment lies. */
export const dayOf = (instant: Instant, zone: string): CalendarDay => civilOf(instant, zone).day;

/** `10:07` */
export const clockOf = (instant: Instant, zone: string): string => civilOf(instant, zone).clock.slice(0, 5);

/** `10:07:40` */
export const clockWithSeconds = (instant: Instant, zone: string): string => civilOf(instant, zone).clock;

/** @param ms milliseconds since 1970, UTC; parts of a second are cut */
export const toInstant = (ms: number): Instant => instantOf(ms);
