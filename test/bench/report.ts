/** One line per figure: what, ours, the anchor, the ratio, and the bar it has to clear where there is one. */
export function row(what: string, value: string, note = ""): void {
  console.log(`  ${what.padEnd(46)} ${value.padStart(12)}  ${note}`);
}

let missed = 0;

export function ratio(what: string, ours: number, anchor: number, bar: number, unit: string): void {
  const got = ours / anchor;
  const ok = got <= bar;
  if (!ok) missed += 1;
  row(what, got.toFixed(2), `${ours.toFixed(1)} / ${anchor.toFixed(1)} ${unit}, bar ${bar} ${ok ? "ok" : "MISSED"}`);
}

export function atMost(what: string, value: number, bar: number, unit: string): void {
  const ok = value <= bar;
  if (!ok) missed += 1;
  row(what, `${value} ${unit}`, `bar ${bar} ${ok ? "ok" : "MISSED"}`);
}

export const missedBars = () => missed;

export function median(values: number[]): number {
  return percentile(values, 50);
}

export function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}
