import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ClientView } from "../../main/ipc/contract";
import { bridge } from "../data/bridge";
import { useCall } from "../data/call";
import { useLasting } from "../data/clock";
import { Page } from "../main/page";
import { Button } from "../ui/button";
import { FailureNotice } from "../ui/failure";
import { Progress } from "../ui/notice";
import { ClientRow } from "./client-row";
import { Snippets } from "./snippets";

export default function ClientsPage() {
  const { t } = useTranslation();
  const [clients, setClients] = useState<ClientView[] | null>(null);
  const { run, busy, failure } = useCall("clients:list");
  const slow = useLasting(busy && !clients, 300);

  const read = useCallback(async () => {
    const answer = await run();
    if (answer?.ok) setClients(answer.value);
  }, [run]);
  useEffect(() => {
    void read();
    return bridge.on("clients:changed", setClients);
  }, [read]);
  const replace = (next: ClientView) =>
    setClients((old) => old?.map((client) => (client.id === next.id ? next : client)) ?? old);

  return (
    <Page
      title={t("nav.clients")}
      className="page__body--stack"
      head={
        <>
          <span className="hint">{t("clients.what")}</span>
          <span className="push" />
          <Button icon="reload" busy={busy} waiting={t("wait.refresh")} onPress={() => void read()}>
            {t("clients.again")}
          </Button>
        </>
      }
    >
      {failure && <FailureNotice failure={failure} />}
      {slow && <Progress label={t("clients.reading")} />}
      {clients && (
        <section className="card clipped" aria-label={t("nav.clients")}>
          <ul>
            {clients.map((client) => (
              <ClientRow key={client.id} client={client} onClient={replace} />
            ))}
          </ul>
        </section>
      )}
      <Snippets />
    </Page>
  );
}
