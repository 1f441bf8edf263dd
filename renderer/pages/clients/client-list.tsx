import { type ComponentProps, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ClientView } from "#main/ipc/contract/clients";
import { Button } from "../../ui/button";
import { ClientRow } from "./client-row";

interface Props extends Omit<ComponentProps<typeof ClientRow>, "client"> {
  clients: ClientView[];
}

/** Clients that are on this computer; the others on request, or where there are none. */
export function ClientList({ clients, ...row }: Props) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const found = clients.filter(({ state }) => state !== "not_installed");
  const others = clients.filter(({ state }) => state === "not_installed");
  const shown = all || found.length === 0 ? [...found, ...others] : found;
  return (
    <section className="card clipped" aria-label={t("nav.clients")}>
      <ul>
        {shown.map((client) => (
          <ClientRow key={client.id} client={client} {...row} />
        ))}
      </ul>
      {found.length > 0 && others.length > 0 && (
        <p className="client__more">
          <Button kind="plain" onPress={() => setAll(!all)}>
            {all ? t("clients.fewer") : t("clients.more", { count: others.length })}
          </Button>
        </p>
      )}
    </section>
  );
}
