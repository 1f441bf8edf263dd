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

/** In the mode `default` Kimai rounds the begin that it stamps itself; one that is sent keeps its seconds (as in the recorded answers of test/data/kimai). */
export const stampedBegin = ({ settings }: FakeState, at: number): number =>
  settings.trackingMode === "default" ? roundedTo(settings.rounding, at, "begin") : at;

function roundedTo(rule: Rounding, at: number, side: "begin" | "end"): number {
  const step = rule[side] * 60_000;
  return step === 0 ? at : rounder(rule.mode, side)(at / step) * step;
}

/** Rounding as Kimai does it once a record has ended: `default` floors the begin and raises the end (§3.5). */
export function round(state: FakeState, sheet: FakeTimesheet): void {
  if (sheet.end === null) return;
  const { rounding } = state.settings;
  sheet.begin = roundedTo(rounding, sheet.begin, "begin");
  sheet.end = Math.max(sheet.begin, roundedTo(rounding, sheet.end, "end"));
}
