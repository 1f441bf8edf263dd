import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ClientPlan, ClientView } from "#main/ipc/contract/clients";
import type { PermissionsView } from "#main/ipc/contract/permissions";
import { useCall } from "../../lib/call";
import { clockOf, dayOf, shortDay } from "../../lib/format";
import { mainNow, useApp } from "../../lib/store";
import { Button, IconButton } from "../../ui/button";
import { FailureNotice } from "../../ui/failure";
import { Icon, type IconName } from "../../ui/icon";
import { initials } from "../../ui/initials";
import { Notice } from "../../ui/notice";
import { ServerText } from "../../ui/server-text";
import { Extension } from "./extension";
import { Limits, MayWords } from "./limits";

type State = ClientView["state"];

/** In which there is an entry that the client may not have read yet. */
const waiting: State[] = ["registered", "disabled_by_user"];

/** In which the client starts the server, or would after a click: what it may do is of interest then. */
const startable: State[] = ["registered", "not_registered", "needs_update", "removed_by_client", "disabled_by_user"];

const marks: Record<State, { icon: IconName; tone: "ok" | "warn" | "danger" | "none" }> = {
  registered: { icon: "allow", tone: "ok" },
  not_registered: { icon: "ring", tone: "none" },
  not_installed: { icon: "dashed", tone: "none" },
  needs_update: { icon: "arrowUp", tone: "warn" },
  blocked_by_policy: { icon: "problem", tone: "warn" },
  disabled_by_user: { icon: "off", tone: "warn" },
  removed_by_client: { icon: "cross", tone: "danger" },
  foreign: { icon: "warning", tone: "warn" },
  unreadable: { icon: "problem", tone: "danger" },
  snippet_only: { icon: "copy", tone: "none" },
};

interface Props {
  client: ClientView;
  onClient: (client: ClientView) => void;
  /** Of the only account; with several, a row opens to show each. */
  permissions: PermissionsView | null;
}

export function ClientRow({ client, onClient, permissions }: Props) {
  const { t, i18n } = useTranslation();
  const { accounts } = useApp();
  const [open, setOpen] = useState(false);
  const [plan, setPlan] = useState<ClientPlan | null>(null);
  const ask = useCall("clients:plan");
  const register = useCall("clients:register");
  const unregister = useCall("clients:unregister");
  const reveal = useCall("clients:reveal");
  const link = useCall("clients:open");
  const [sent, setSent] = useState(false);
  /** A change was made here, which the client has not read yet. */
  const [changed, setChanged] = useState(false);
  const { id, label, state } = client;
  const mark = marks[state];
  const panel = `client-${id}`;

  const { run: runPlan } = ask;
  const readPlan = useCallback(async () => {
    const answer = await runPlan({ clientId: id });
    if (answer?.ok) setPlan(answer.value);
  }, [runPlan, id]);
  // Main tells of a changed file with a new view of its client: what a click would do is another thing then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `client` is when, not what
  useEffect(() => {
    if (open) void readPlan();
  }, [open, readPlan, client]);

  // No Cancel for these two: main writes as soon as it has looked, or has the client's own program do so, and from here
  // nobody can tell whether it has begun. A Cancel would promise that nothing was changed.
  const act = async (call: typeof register | typeof unregister) => {
    const answer = await call.run({ clientId: id });
    if (answer?.ok) {
      onClient(answer.value);
      setChanged(true);
    } else setOpen(true);
    if (open || !answer?.ok) void readPlan();
  };
  const remove = client.canUnregister && state !== "needs_update" && state !== "removed_by_client";
  const verb =
    state === "needs_update"
      ? t("clients.update")
      : state === "removed_by_client"
        ? t("clients.registerAgain")
        : t("clients.register");
  const openThere = async () => {
    const answer = await link.run({ clientId: id });
    setSent(answer?.ok === true);
    if (!answer?.ok) setOpen(true);
  };
  const failure = link.failure ?? register.failure ?? unregister.failure ?? ask.failure;
  const adds = plan?.diff.filter((line) => line.kind === "add").length ?? 0;
  const removes = plan?.diff.filter((line) => line.kind === "remove").length ?? 0;

  return (
    <li className="client" data-off={state === "not_installed" || undefined}>
      <div className="client__row">
        <IconButton
          size="sm"
          name={open ? "down" : "right"}
          label={t("clients.show", { client: label })}
          aria-expanded={open}
          aria-controls={panel}
          onPress={() => setOpen(!open)}
        />
        <span className="mono" aria-hidden="true">
          {initials(label)}
        </span>
        <p className="clip" title={label}>
          <span className="medium">{label}</span>{" "}
          {permissions && startable.includes(state) && (
            <span className="hint">
              <MayWords client={client} view={permissions} />
            </span>
          )}
        </p>
        <span className={`regstate regstate--${mark.tone}`}>
          <Icon name={mark.icon} />
          {t(`clients.state.${state}`)}
        </span>
        {remove ? (
          <Button
            size="sm"
            busy={unregister.busy}
            waiting={t("wait.save")}
            aria-label={t("clients.removeFrom", { client: label })}
            onPress={() => void act(unregister)}
          >
            {t("clients.remove")}
          </Button>
        ) : (
          <Button
            size="sm"
            kind={state === "not_registered" && open ? "primary" : undefined}
            isDisabled={!client.canRegister}
            busy={register.busy}
            waiting={t("wait.save")}
            aria-label={t("clients.verbFor", { verb, client: label })}
            onPress={() => void act(register)}
          >
            {verb}
          </Button>
        )}
      </div>
      {client.reason !== null && (
        <p className="client__note hint">
          <Icon name="info" />
          {client.why && client.why.length > 0 ? (
            <span>{client.why.map((why) => t(`clients.why.${why}`, { client: label })).join(" ")}</span>
          ) : (
            <span>
              <ServerText text={client.reason} />
            </span>
          )}
        </p>
      )}
      {client.canOpen && (
        <p className="client__note hint" role="status">
          <Button size="sm" busy={link.busy} onPress={() => void openThere()}>
            {t("clients.openIn", { client: label })}
          </Button>
          <span>{t(sent ? "clients.openSent" : "clients.openWhat", { client: label })}</span>
        </p>
      )}
      {id === "claude-desktop" && state !== "not_installed" && <Extension client={client} />}
      {client.seenAt !== null && (
        <p className="client__note hint" role="status">
          <Icon name="check" />
          {t("clients.seen", { client: label, at: momentOf(client.seenAt, i18n.language) })}
        </p>
      )}
      {client.needsRestart && client.seenAt === null && (changed || waiting.includes(state)) && (
        <p className="client__note hint" role="status">
          <Icon name="info" />
          {t(client.running ? "clients.restart" : "clients.nextStart", { client: label })}
        </p>
      )}
      <div className="client__open" id={panel} hidden={!open}>
        {failure && <FailureNotice failure={failure} write={!ask.failure} />}
        {plan?.refusal && <FailureNotice failure={plan.refusal} />}
        {plan?.file && (
          <p className="line client__file">
            <span className="soft">
              {adds > 0 || removes > 0
                ? t(plan.action === "unregister" ? "clients.removesLines" : "clients.addsLines", {
                    count: Math.max(adds, removes),
                  })
                : t("clients.file")}
            </span>
            <code className="clip" title={plan.file}>
              {plan.file}
            </code>
            <IconButton
              size="sm"
              name="folder"
              label={t("clients.reveal")}
              busy={reveal.busy}
              onPress={() => void reveal.run({ clientId: id })}
            />
            <span className="hint push">{t("clients.nothingElse")}</span>
          </p>
        )}
        {reveal.failure && <FailureNotice failure={reveal.failure} />}
        {plan && plan.diff.length > 0 && <Diff plan={plan} />}
        {plan?.notes.map((note) => (
          <Notice key={note} tone="warn">
            <p>{t(`clients.notes.${note}`)}</p>
          </Notice>
        ))}
        {plan && !plan.refusal && (
          <p className="hint line">
            <Icon name="key" />
            <span>{t("clients.promise")}</span>
          </p>
        )}
        {plan && plan.action === "nothing" && !plan.refusal && <Notice title={t("clients.nothing")} />}
        {open && startable.includes(state) && <Limits client={client} accounts={accounts} />}
      </div>
    </li>
  );
}

/** `10:40`, or with its day where that is another. */
function momentOf(instant: string, language: string): string {
  const [clock, day] = [clockOf(instant, undefined), dayOf(instant, undefined)];
  return day === dayOf(mainNow(), undefined) ? clock : `${shortDay(day, language)}, ${clock}`;
}

const signs = { same: " ", add: "+", remove: "−" } as const;

/** The exact lines that will be written or taken out. */
function Diff({ plan }: { plan: ClientPlan }) {
  const { t } = useTranslation();
  return (
    // A file may have wide lines: the box scrolls, also by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable
    <section className="codebox" aria-label={t("clients.lines")} tabIndex={0}>
      <pre>
        {plan.diff.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity and never move
          <span key={index} className={line.kind}>
            <b className="sign">{signs[line.kind]}</b>
            {line.text}
          </span>
        ))}
      </pre>
    </section>
  );
}
