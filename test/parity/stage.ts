import { createKimaiService } from "#core/services/kimai/index";
import { type FakeKimai, startFakeKimai } from "../fakes/kimai";
import type { FakeState, FakeTimesheet } from "../fakes/kimai/model";
import { pluginNames } from "../fakes/kimai/plugins";
import type { Call, Row } from "./row";
import { type Outcome, playEnvironment, runner, timing } from "./runner";

/** A fake Kimai, and our tools on it as the caller of the row: every permission allowed, every question answered with yes. */
export async function onStage(
  row: Row,
  play: (kimai: FakeKimai, run: (call: Call) => Promise<Outcome>) => Promise<void>,
) {
  const kimai = await startFakeKimai({
    now: "2026-11-19T10:07:33Z",
    frozen: true,
    zones: { user: "Europe/Berlin", super: "Europe/Berlin" },
    seed(state) {
      setStage(state);
      row.seed?.(state);
    },
  });
  const env = playEnvironment("kimai", kimai.tokens[row.as ?? "super"], () => kimai.now());
  const service = createKimaiService({ url: kimai.url, tlsVerify: true }, env, timing);
  const run = runner(service, { url: kimai.url }, env);
  try {
    await play(kimai, run);
  } finally {
    await service.close();
    await kimai.close();
  }
}

const noon = Date.parse("2026-11-18T11:00:00Z");
const hour = 3_600_000;

/** What every row finds: every plugin, three entries of the super admin (#1–#3), two of others, invoices. */
function setStage(state: FakeState): void {
  state.settings.plugins = Object.values(pluginNames).map((name) => ({ name, version: "2.1.0" }));
  const entry = (user: number, activity: number, at: number): FakeTimesheet => ({
    id: state.nextId.timesheet++,
    user,
    project: 1,
    activity,
    begin: at,
    end: at + hour,
    zone: "Europe/Berlin",
    breakSeconds: 0,
    description: "Some work",
    tags: ["remote"],
    exported: false,
    billable: true,
    fixedRate: null,
    hourlyRate: null,
    meta: {},
    modified: at,
  });
  state.timesheets = [
    entry(1, 3, noon),
    entry(1, 4, noon + 2 * hour),
    entry(1, 3, noon + 4 * hour),
    entry(4, 3, noon),
    entry(5, 4, noon),
  ];
  state.nextId.timesheet = 6;
  state.settings.workMetaFields = {};
  state.apiTokens.push({ id: 99, user: 1 });
  state.invoices.push({
    id: 1,
    number: "2026/001",
    customer: 1,
    user: 1,
    created: Date.parse("2026-10-12T08:00:00Z"),
    total: 1190,
    tax: 190,
    vat: 19,
    currency: "EUR",
    dueDays: 14,
    status: "pending",
    overdue: true,
    paid: null,
    comment: null,
    file: { name: "2026-001.pdf", type: "application/pdf", text: "%PDF-1.4" },
    meta: {},
  });
}
