import { useLocale } from "react-aria-components/I18nProvider";
import { useTranslation } from "react-i18next";
import type { GrantView } from "#team/api/contract";
import { Button } from "../../ui/button";
import { Choice } from "../../ui/choice";
import { initials } from "../../ui/initials";
import { useLevelName } from "../consent/level-choice";
import { ProblemNotice } from "../lib/problem-notice";
import { Reading } from "../lib/reading";
import { useRead, useSend } from "../lib/use-api";
import { whenOf } from "../lib/when";

const levels = ["read", "track", "manage", "everything"] as const;

/** AI clients that were let in: less at once, none at once, more only through the client. */
export function Clients() {
  const { t } = useTranslation("team");
  const read = useRead<GrantView[]>("/api/grants");
  const { run, busy, problem } = useSend();
  const change = async (work: Promise<unknown>) => {
    // Also after a refusal: another tab may have been first.
    if ((await work) !== null) await read.reload();
  };
  return (
    <section className="card clipped" aria-labelledby="clients">
      <h2 id="clients" className="homecard__head">
        {t("clients.title")}
      </h2>
      {problem && <ProblemNotice problem={problem} />}
      <Reading read={read} label={t("clients.reading")}>
        {(grants) => (
          <ul>
            {grants.map((grant) => (
              <Client
                key={grant.id}
                grant={grant}
                busy={busy}
                onLower={(level) => void change(run("POST", `/api/grants/${grant.id}`, { level }))}
                onRevoke={() => void change(run("DELETE", `/api/grants/${grant.id}`))}
              />
            ))}
            {grants.length === 0 && <li className="homecard__row soft">{t("clients.none")}</li>}
          </ul>
        )}
      </Reading>
    </section>
  );
}

interface ClientProps {
  grant: GrantView;
  busy: boolean;
  onLower(level: GrantView["level"]): void;
  onRevoke(): void;
}

function Client({ grant, busy, onLower, onRevoke }: ClientProps) {
  const { t } = useTranslation("team");
  const { locale } = useLocale();
  const nameOf = useLevelName();
  const { client, level, lastUsedAt, expiresAt } = grant;
  // More is only given on the consent page, where the client asks for it.
  const options = levels.slice(0, levels.indexOf(level) + 1).map((id) => ({ id, label: nameOf(id) }));
  return (
    <li className="line homecard__row">
      <span className="who" aria-hidden="true">
        {initials(client.name)}
      </span>
      <span className="grow homecard__name">
        <span className="medium">{client.name}</span>
        <span className="hint">
          {client.redirectHost} ·{" "}
          {lastUsedAt === null ? t("clients.unused") : t("clients.used", { when: whenOf(lastUsedAt, locale) })} ·{" "}
          {t("clients.ends", { when: whenOf(expiresAt, locale) })}
        </span>
      </span>
      <Choice
        label={t("clients.mayDo", { client: client.name })}
        value={level}
        options={options}
        isDisabled={busy}
        onChange={(next) => next !== level && onLower(next)}
      />
      <Button size="sm" busy={busy} aria-label={t("clients.revokeOf", { client: client.name })} onPress={onRevoke}>
        {t("clients.revoke")}
      </Button>
    </li>
  );
}
