import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ClientView } from "#main/ipc/contract/clients";
import { bridge } from "../../lib/bridge";
import { useApp } from "../../lib/store";
import { useAnswer } from "../../lib/use-query";
import { Button } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Notice } from "../../ui/notice";
import { Page } from "../../ui/page";
import { Wait, WaitEnded } from "../../ui/wait";
import { usePermissions } from "../permissions/use-permissions";
import { ClientList } from "./client-list";
import { Elsewhere } from "./elsewhere";
import { RemoveAll } from "./remove-all";
import { Snippets } from "./snippets";
import { useWatch } from "./watch";

export default function ClientsPage() {
  const { t } = useTranslation();
  const [clients, setClients] = useState<ClientView[] | null>(null);
  const last = useRef<ClientView[] | null>(null);
  /** Clients that threw the entry away while this page was open. */
  const [dropped, setDropped] = useState<ClientView[]>([]);
  const { result, failure, busy, reload, cancel } = useAnswer("clients:list", undefined, "");

  useEffect(() => {
    if (!result) return;
    last.current = result;
    setClients(result);
  }, [result]);
  useEffect(() => {
    return bridge.on("clients:changed", (next) => {
      const before = last.current;
      last.current = next;
      setClients(next);
      const lost = next.filter(
        ({ id, state }) => state === "removed_by_client" && before?.some((old) => old.id === id && old.state !== state),
      );
      // Who has it back has not lost it.
      const back = ({ id }: ClientView) => next.some((now) => now.id === id && now.state === "removed_by_client");
      setDropped((old) => [...old.filter((one) => back(one) && !lost.some(({ id }) => id === one.id)), ...lost]);
    });
  }, []);
  useWatch();
  const { accounts } = useApp();
  const { view } = usePermissions(accounts.length === 1 ? (accounts[0]?.id ?? null) : null);
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
          <Button icon="reload" busy={busy} waiting={t("wait.refresh")} onPress={() => void reload()}>
            {t("clients.again")}
          </Button>
        </>
      }
    >
      {failure && failure.code !== "cancelled" && <FailureNotice failure={failure} />}
      {failure?.code === "cancelled" && <WaitEnded busy={busy} onAgain={() => void reload()} />}
      <Wait of="computer" on={busy} label={clients ? undefined : t("clients.reading")} onCancel={cancel} />
      {dropped.length > 0 && (
        <Notice
          alert
          tone="warn"
          title={t("clients.dropped", { clients: dropped.map(({ label }) => label).join(", ") })}
        >
          <p>{t("clients.droppedNext")}</p>
        </Notice>
      )}
      {accounts
        .filter(({ undecided }) => undecided)
        .map(({ id, label }) => (
          <Notice key={id} title={label}>
            <p>{t("permissions.undecided")}</p>
          </Notice>
        ))}
      {clients && <ClientList clients={clients} onClient={replace} permissions={view} />}
      {clients && <RemoveAll clients={clients} />}
      <Snippets />
      <Elsewhere />
    </Page>
  );
}
