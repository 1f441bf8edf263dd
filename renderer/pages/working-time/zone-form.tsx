import { useTranslation } from "react-i18next";
import { useCall } from "../../lib/call";
import { zonePlace } from "../../lib/zone";
import { FailureNotice } from "../../ui/failure";
import { PickField } from "../../ui/pick-field";

/** Zones by their place: `Berlin (Europe/Berlin)`. */
const zones = Intl.supportedValuesOf("timeZone").map((id) => ({ id, label: `${zonePlace(id)} (${id})` }));

/** The zone that new entries of a time sheet get. */
export function ZoneForm({ accountId, zone, onSaved }: { accountId: string; zone: string; onSaved(): Promise<void> }) {
  const { t } = useTranslation();
  const save = useCall("workingTime:saveZone");
  const options = zones.some(({ id }) => id === zone) ? zones : [{ id: zone, label: zone }, ...zones];
  const choose = async (next: string | null) => {
    if (next === null || next === zone) return;
    const answer = await save.run({ accountId, zone: next });
    if (answer?.ok) await onSaved();
  };
  return (
    <section className="working" aria-labelledby="working-zone">
      <h2 id="working-zone">{t("workingTime.zone")}</h2>
      <div className="card card--pad line">
        <PickField
          label={t("workingTime.zoneNew")}
          value={zone}
          options={options}
          placeholder={t("workingTime.zoneFind")}
          onChange={(next) => void choose(next)}
        />
        <span className="hint">{t("workingTime.zoneHint")}</span>
      </div>
      {save.failure && <FailureNotice failure={save.failure} write />}
    </section>
  );
}
