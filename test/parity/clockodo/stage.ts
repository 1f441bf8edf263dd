import { createClockodoService } from "#core/services/clockodo/index";
import { type FakeClockodo, startFakeClockodo } from "../../fakes/clockodo";
import type { FakeState } from "../../fakes/clockodo/model";
import { fakeEntry, type PersonName } from "../../fakes/clockodo/seed";
import { type Call, call, type RowOn } from "../row";
import { type Outcome, playEnvironment, runner, timing } from "../runner";

export type ClockodoRow = RowOn<FakeState, PersonName>;

/** A fake Clockodo, and our tools on it as the caller of the row: every permission allowed, every question answered with yes. */
export async function onStage(
  row: ClockodoRow,
  play: (clockodo: FakeClockodo, run: (call: Call) => Promise<Outcome>) => Promise<void>,
) {
  const clockodo = await startFakeClockodo({
    now: "2026-11-19T10:07:33Z",
    frozen: true,
    seed(state) {
      setStage(state);
      row.seed?.(state);
    },
  });
  const { email, key } = clockodo.people[row.as ?? "olga"];
  const env = playEnvironment("clockodo", key, () => clockodo.now());
  const service = createClockodoService({ url: clockodo.url, user: email }, env, timing);
  const run = runner(service, { url: clockodo.url, user: email }, env);
  try {
    await play(clockodo, run);
  } finally {
    await service.close();
    await clockodo.close();
  }
}

const noon = Date.parse("2026-11-18T11:00:00Z");
const hour = 3_600_000;

/** What every row finds: entries #1 and #2 of Olga, #3 of Mara; what a row makes is #9001000, and so on. */
function setStage(state: FakeState): void {
  const entry = (id: number, users_id: number, since: number) =>
    fakeEntry(since, { id, users_id, projects_id: 7720, text: "Some work", hourly_rate: 95 });
  state.entries.push(entry(1, 40, noon), entry(2, 40, noon + 2 * hour), entry(3, 42, noon));
}

/** The first thing that a row makes. */
export const made = "#9001000";

const save = (type: string, record: Record<string, unknown>) => call("save_record", { type, records: [record] });

export { save };

/**
 * List, look, make, change and delete of one type of record.
 * @param path of its resource, below `/api`
 * @param skip members of `get` that the adapter answers from the list
 */
export function crud(
  type: string,
  path: string,
  values: Record<string, unknown>,
  change: Record<string, unknown>,
  more: { of?: string; get?: false; says?: RegExp } = {},
): ClockodoRow[] {
  const below = more.of === undefined ? {} : { of: more.of };
  const create = save(type, { ...below, values });
  const id = made.slice(1);
  return [
    { covers: [], before: [create], call: call("list_records", { type, ...below }), sends: [`GET ${path}`] },
    {
      covers: [],
      before: [create],
      call: call("list_records", { type, id: made, ...below }),
      ...(more.get === false ? {} : { sends: [`GET ${path}/${id}`] }),
      says: [more.says ?? new RegExp(id)],
    },
    { covers: [], call: create, sends: [`POST ${path}`] },
    {
      covers: [],
      before: [create],
      call: save(type, { ...below, id: made, values: change }),
      sends: [`PUT ${path}/${id}`],
    },
    {
      covers: [],
      before: [create],
      call: call("delete_record", { type, ids: [made], ...below }),
      sends: [`DELETE ${path}/${id}`],
    },
  ];
}
