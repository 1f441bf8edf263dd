import type { FakeState, FakeTimesheet, Rounding } from "./model";

const rounder = (mode: Rounding["mode"], side: "begin" | "end") =>
  mode === "closest"
    ? Math.round
    : mode === "floor" || (mode === "default" && side === "begin")
      ? Math.floor
      : Math.ceil;

/** Kimai rounds the duration by a rule of its own, without moving begin or end (§3.5). @param net seconds */
export function roundedDuration({ mode, duration = 0 }: Rounding, net: number): number {
  return duration === 0 ? net : rounder(mode, "end")(net / (duration * 60)) * duration * 60;
}

/** Rounding as Kimai does it when it stores a record: `default` floors the begin and raises the end (§3.5). */
export function round(state: FakeState, sheet: FakeTimesheet): void {
  const { mode, begin, end } = state.settings.rounding;
  const how = (side: "begin" | "end") => rounder(mode, side);
  const to = (ms: number, minutes: number, side: "begin" | "end") =>
    minutes === 0 ? ms : how(side)(ms / (minutes * 60_000)) * minutes * 60_000;
  sheet.begin = to(sheet.begin, begin, "begin");
  if (sheet.end !== null) sheet.end = Math.max(sheet.begin, to(sheet.end, end, "end"));
}
