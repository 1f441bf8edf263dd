import { useTranslation } from "react-i18next";
import type { AwayQuestion } from "#main/ipc/contract/timer/away";
import { clockOf } from "../../lib/format";

/** Worked, away, and since then, in proportion. */
export function AwayBar({ question, begin }: { question: AwayQuestion; begin: string }) {
  const { t } = useTranslation();
  const { zone, entry } = question;
  const [from, since, back] = [entry.begin, question.since, question.back].map((at) => Date.parse(at)) as [
    number,
    number,
    number,
  ];
  const at = clockOf(since, zone);
  const until = clockOf(back, zone);
  // Each part stays wide enough for its time.
  const worked = Math.max(since - from, (back - from) * 0.2);
  const gone = Math.max(back - since, (back - from) * 0.2);
  return (
    <div className="awaybar" role="img" aria-label={t("away.bar", { begin, at, back: until })}>
      <div className="awaybar__line">
        <i style={{ flexGrow: worked }} />
        <i className="gone" style={{ flexGrow: gone }} />
        <i className="now" />
      </div>
      <p className="hint num awaybar__times" aria-hidden="true">
        <span style={{ flexGrow: worked }}>{begin}</span>
        <span style={{ flexGrow: gone }}>{at}</span>
        <span>{until}</span>
      </p>
    </div>
  );
}
