import type { FakeKimai, FakeKimaiOptions } from "../../../../fakes/kimai";
import type { FakeAbsence } from "../../../../fakes/kimai/plugins";
import { pluginNames } from "../../../../fakes/kimai/plugins";
import type { TokenName } from "../../../../fakes/kimai/seed";
import { type Setup, setup } from "./setup";

/** A Kimai with every plugin that the adapter knows. */
export const withPlugins = (who: TokenName = "user", options: FakeKimaiOptions = {}): Promise<Setup> =>
  setup(who, { ...options, settings: { ...everyPlugin(), ...options.settings } });

export const everyPlugin = () => ({
  plugins: Object.values(pluginNames).map((name) => ({ name, version: "1.30.0" })),
});

export const john = 4;
export const paula = 5;
export const nina = 6;

/** Adds an absence as if it had been made in Kimai's own window. */
export function away(kimai: FakeKimai, user: number, first: string, last: string, more: Partial<FakeAbsence> = {}) {
  const { plugged } = kimai.state;
  const absence: FakeAbsence = {
    id: plugged.nextId.absence++,
    user,
    first,
    last,
    type: "holiday",
    status: "approved",
    halfDay: false,
    duration: 28_800,
    comment: "away",
    ...more,
  };
  plugged.absences.push(absence);
  return absence;
}
