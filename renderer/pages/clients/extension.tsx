import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ClientView, ExtensionView } from "#main/ipc/contract/clients";
import { useCall } from "../../lib/call";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Icon } from "../../ui/icon";

const withEntry: ClientView["state"][] = ["registered", "needs_update", "disabled_by_user"];

/** Claude Desktop's other way in: a file to save while it has no entry, or word that it is installed already. */
export function Extension({ client }: { client: ClientView }) {
  const { t } = useTranslation();
  const [state, setState] = useState<ExtensionView["state"]>("none");
  const [saved, setSaved] = useState(false);
  const { run } = useCall("clients:extension");
  const save = useCall("clients:saveExtension");
  const read = useCallback(async () => {
    const answer = await run();
    if (answer?.ok) setState(answer.value.state);
  }, [run]);
  // Main tells of the client again when something in it changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `client` is when, not what
  useEffect(() => void read(), [read, client]);

  const registered = withEntry.includes(client.state);
  if (state === "none" || (state === "offered" && registered)) return null;
  if (state === "installed")
    return (
      <p className="client__note hint" role="status">
        <Icon name="info" />
        {t(registered ? "clients.extension.twice" : "clients.extension.installed")}
      </p>
    );
  return (
    <>
      <p className="client__note hint" role="status">
        <Button
          size="sm"
          busy={save.busy}
          waiting={t("wait.save")}
          onPress={async () => {
            const answer = await save.run();
            setSaved(answer?.ok === true && answer.value.saved);
          }}
        >
          {t("clients.extension.save")}
        </Button>
        <span>{t(saved ? "clients.extension.saved" : "clients.extension.what")}</span>
      </p>
      {save.failure && <FailureNotice failure={save.failure} />}
    </>
  );
}
