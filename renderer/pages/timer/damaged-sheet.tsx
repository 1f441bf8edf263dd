import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Response } from "../../../main/ipc/contract";
import { AccountFailure } from "../../features/account-failure";
import { useCall, useTimerCall } from "../../lib/call";
import { clockOf, dayOf, weekdayDate } from "../../lib/format";
import { useApp } from "../../lib/store";
import { zoneOf } from "../../lib/timer";
import { useAnswer } from "../../lib/use-query";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { CardIcon } from "../../ui/icon";
import { Progress } from "../../ui/notice";

/** The time sheet of this computer cannot be read. Nothing becomes of it but what is chosen here. */
export function DamagedSheet() {
  const { t } = useTranslation();
  const { result, failure } = useAnswer("sheet:read", undefined, "");
  const refresh = useTimerCall("app:refresh");
  return (
    <section className="first" aria-label={t("sheet.title")}>
      <div className="state__line state__line--one state__word--danger">
        <CardIcon state="unreachable" />
        <h1>{t("sheet.title")}</h1>
      </div>
      <p>{t("sheet.what")}</p>
      {failure && <AccountFailure failure={failure} />}
      {!failure && !result && <Progress label={t("wait.refresh")} />}
      {result && <Ways sheet={result} />}
      <p className="line failed__do">
        <Button
          kind="plain"
          icon="reload"
          busy={refresh.busy}
          waiting={t("wait.refresh")}
          onPress={() => void refresh.run()}
        >
          {t("timer.refresh")}
        </Button>
      </p>
    </section>
  );
}

function Ways({ sheet: { file, copies } }: { sheet: Response<"sheet:read"> }) {
  const { t, i18n } = useTranslation();
  const zone = zoneOf(useApp());
  const restore = useCall("sheet:restore");
  const begin = useCall("sheet:beginAnew");
  const [chosen, setChosen] = useState<string | null>(null);
  const when = (at: string) => `${weekdayDate(dayOf(at, zone), i18n.language)} ${clockOf(at, zone)}`;
  const copy = copies.find(({ name }) => name === chosen) ?? copies[0];
  const failure = restore.failure ?? begin.failure;
  const busy = restore.busy || begin.busy;
  return (
    <>
      {copy ? (
        <>
          <Choice
            visible
            look="field"
            label={t("sheet.copies")}
            value={copy.name}
            options={copies.map(({ name, at, entries }) => ({
              id: name,
              label: t("sheet.copy", { when: when(at), count: entries }),
            }))}
            isDisabled={busy}
            onChange={setChosen}
          />
          <p className="hint">{t("sheet.after", { when: when(copy.at) })}</p>
        </>
      ) : (
        <p>{t("sheet.none")}</p>
      )}
      <p className="line failed__do">
        {copy && (
          <Button
            kind="primary"
            autoFocus
            busy={busy}
            waiting={t("wait.save")}
            onPress={() => void restore.run({ copy: copy.name })}
          >
            {t("sheet.restore", { when: when(copy.at) })}
          </Button>
        )}
        <Button busy={busy} onPress={() => void begin.run()}>
          {t("sheet.begin")}
        </Button>
      </p>
      <p className="hint">
        {t("sheet.kept")} <code>{file}</code>
      </p>
      {failure && <AccountFailure failure={failure} write />}
    </>
  );
}
