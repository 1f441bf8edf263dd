import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { bridge } from "../../lib/bridge";
import { useCall } from "../../lib/call";
import { useEscape } from "../../lib/escape";
import { useApp } from "../../lib/store";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Field } from "../../ui/field";
import { Wait } from "../../ui/wait";

/** Which calendar of the person's own stands behind their entries. */
export function OwnCalendarSettings() {
  const { t } = useTranslation();
  const { ownCalendar } = useApp();
  const [address, setAddress] = useState("");
  const file = useCall("calendar:chooseFile");
  const set = useCall("calendar:setAddress");
  const remove = useCall("calendar:remove");
  const busy = file.busy || set.busy || remove.busy;
  const failure = file.failure ?? set.failure ?? remove.failure;
  const form = useRef<HTMLFormElement>(null);
  useEscape(address !== "", { form, isTyped: true, onClose: () => setAddress("") });
  const forget = () => {
    for (const call of [file, set, remove]) call.forget();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (address.trim() === "" || busy) return;
    forget();
    const answer = await set.run({ address });
    if (answer?.ok) setAddress("");
  };
  const choose = () => {
    forget();
    void file.run();
  };
  return (
    <section aria-labelledby="general-calendar">
      <h2 id="general-calendar">{t("ownCalendar.settings")}</h2>
      <div className="card card--pad stack">
        <p className="hint">{t("ownCalendar.hint")}</p>
        {ownCalendar && (
          <p className="line">
            <b className="medium clip">{ownCalendar.name}</b>
            <Button size="sm" kind="quiet-danger" busy={remove.busy} onPress={() => void remove.run()}>
              {t("ownCalendar.remove")}
            </Button>
          </p>
        )}
        <form ref={form} className="line calform" onSubmit={(event) => void submit(event)}>
          <Field
            label={t("ownCalendar.address")}
            type="password"
            autoComplete="off"
            spellCheck={false}
            maxLength={4000}
            placeholder="https://"
            value={address}
            onChange={setAddress}
          />
          <Button type="submit" isDisabled={address.trim() === ""} busy={set.busy} waiting={t("ownCalendar.reading")}>
            {t("ownCalendar.use")}
          </Button>
        </form>
        <p className="line">
          <Button icon="folder" busy={file.busy} onPress={choose}>
            {t("ownCalendar.file")}
          </Button>
        </p>
        <Wait of="computer" on={set.busy} onCancel={() => void bridge.invoke("calendar:cancel")} />
        {failure && failure.code !== "cancelled" && (
          <FailureNotice failure={failure} title={t("ownCalendar.notTaken")} place={ownCalendar?.name} />
        )}
      </div>
    </section>
  );
}
