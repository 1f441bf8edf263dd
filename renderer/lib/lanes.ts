interface Span {
  from: number;
  to: number;
}

export interface Placed<B extends Span> {
  block: B;
  /** Counts from 0 up to `lanes`. */
  lane: number;
  lanes: number;
}

/** Blocks of one day beside each other where they overlap, earliest first. */
export function inLanes<B extends Span>(blocks: readonly B[]): Placed<B>[] {
  const sorted = [...blocks].sort((a, b) => a.from - b.from || b.to - a.to);
  const placed: Placed<B>[] = [];
  let group: Placed<B>[] = [];
  let until = Number.NEGATIVE_INFINITY;
  const close = () => {
    const lanes = Math.max(0, ...group.map(({ lane }) => lane + 1));
    for (const one of group) one.lanes = lanes;
    group = [];
  };
  for (const block of sorted) {
    if (block.from >= until) close();
    const taken = group.filter(({ block: { to } }) => to > block.from).map(({ lane }) => lane);
    const lane = [...taken.keys(), taken.length].find((one) => !taken.includes(one)) ?? 0;
    const one = { block, lane, lanes: 1 };
    group.push(one);
    placed.push(one);
    until = Math.max(until, block.to);
  }
  close();
  return placed;
}
