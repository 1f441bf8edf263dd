import { callMay } from "#core/platform/call-context";
import { createCalamariService } from "#core/services/calamari/index";
import { type FakeCalamari, startFakeCalamari } from "../../fakes/calamari";
import type { FakeState } from "../../fakes/calamari/model";
import type { PersonName } from "../../fakes/calamari/seed";
import { type Call, call, type RowOn } from "../row";
import { type Outcome, playEnvironment, runner, timing } from "../runner";

export type CalamariRow = RowOn<FakeState, PersonName>;

/** A fake Calamari, and our tools on it for the person of the row: every permission allowed, every question answered with yes. */
export async function onStage(
  row: CalamariRow,
  play: (calamari: FakeCalamari, run: (call: Call) => Promise<Outcome>) => Promise<void>,
) {
  const calamari = await startFakeCalamari({
    now: "2026-11-19T10:07:33Z",
    frozen: true,
    seed(state) {
      setStage(state);
      row.seed?.(state);
    },
  });
  const user = calamari.people[row.as ?? "nora"];
  const env = { ...playEnvironment("calamari", calamari.state.key, () => calamari.now()), may: callMay };
  const service = createCalamariService({ url: calamari.url, person: user }, env, timing);
  const run = runner(service, { url: calamari.url, user }, env);
  try {
    await play(calamari, run);
  } finally {
    await service.close();
    await calamari.close();
  }
}

const noon = Date.parse("2026-11-18T11:00:00Z");
const hour = 3_600_000;

/** What every row finds: yesterday's shifts of Nora (700) and Ida (701), and an absence of each in December. */
function setStage(state: FakeState): void {
  const shift = (id: number, employee: number) => ({
    ...{ id, employee, started: noon, finished: noon + hour, breaks: [], description: "Some work" },
    projects: [{ from: noon, to: noon + hour, project: 14 }],
  });
  state.shifts.push(shift(700, 41), shift(701, 42));
  const absence = (id: number, employee: number, from: string) => ({
    ...{ id, employee, type: 3, from, to: from, fromPart: "MORNING", toPart: "END_OF_DAY", amount: 1 },
    ...{ status: "ACCEPTED", reason: null, substitute: null, comments: [], created: noon, updated: noon },
  });
  state.absences.push(absence(5561, 41, "2026-12-10"), absence(5570, 42, "2026-12-14"));
}

/** Nora works since nine. */
export const working = (state: FakeState): void => {
  const started = Date.parse("2026-11-19T08:00:00Z");
  state.shifts.push({ id: 702, employee: 41, started, finished: null, breaks: [], projects: [], description: "" });
};

export const save = (type: string, record: Record<string, unknown>) => call("save_record", { type, records: [record] });
