import { useTranslation } from "react-i18next";
import { bridge } from "../../lib/bridge";
import { clockOf, momentOf } from "../../lib/format";
import { useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";

/** An absence that was put aside or never seen: it can still be answered. */
export function AwayCard() {
  const { t } = useTranslation();
  const app = useApp();
  const { away } = app;
  if (!away) return null;
  const zone = zoneOf(app);
  const title =
    away.kind === "away"
      ? t("away.card", { span: `${clockOf(away.since, zone)}–${clockOf(away.back, zone)}` })
      : t("away.cardOvernight", {
          since: momentOf(app.timer.status?.running?.begin ?? away.since, zone, app.now, app.language),
        });
  return (
    <div className="awaycard">
      <Notice icon="clock" title={title}>
        <p className="line">
          <Button size="sm" onPress={() => void bridge.invoke("app:openWindow", { name: "away" })}>
            {t("away.open")}
          </Button>
        </p>
      </Notice>
    </div>
  );
}
