import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { GroupBoundView, PolicyView } from "#team/api/admin/contract";
import { Segments } from "../../../ui/choice";
import { Icon } from "../../../ui/icon";
import { TeamPage } from "../../frame";
import { chosenLanguage } from "../../lib/language";
import { Reading } from "../../lib/reading";
import { useRead } from "../../lib/use-api";
import { whenOf } from "../../lib/when";
import { BoundEditor } from "./bound-editor";
import type { Draft } from "./bounds";
import { ClientsCard } from "./clients-card";
import { GroupClients } from "./group-clients";
import { LifetimesCard } from "./lifetimes-card";
import { Services } from "./services";

const everybody = "everybody";

/** What the company lets AI clients do at most: services and addresses, and the bounds of everybody and of each group. */
export default function PolicyPage() {
  const { t } = useTranslation("team");
  const language = chosenLanguage();
  const read = useRead<PolicyView>("/api/admin/policy");
  const changedAt = read.value?.changedAt ?? null;
  return (
    <TeamPage
      title={t("policy.title")}
      head={
        <>
          {changedAt !== null && (
            <span className="soft">{t("policy.changed", { when: whenOf(changedAt, language) })}</span>
          )}
          <span className="policy__lock push">
            <Icon name="lock" />
            {t("policy.fixed.title")}
          </span>
        </>
      }
    >
      <Reading read={read} label={t("policy.reading")}>
        {(view) => <Policy view={view} put={read.put} reload={read.reload} />}
      </Reading>
    </TeamPage>
  );
}

interface Props {
  view: PolicyView;
  put(view: PolicyView): void;
  reload(): Promise<void>;
}

function Policy({ view, put, reload }: Props) {
  const { t } = useTranslation("team");
  const [chosen, setChosen] = useState(everybody);
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  const unsaved = {
    draft: drafts[chosen] ?? {},
    onDraft: (draft: Draft) => setDrafts((now) => ({ ...now, [chosen]: draft })),
  };
  const company = view.value.permissions ?? {};
  return (
    <div className="policy">
      <div className="stack">
        <Services view={view} put={put} reload={reload} />
        <ClientsCard view={view} put={put} reload={reload} />
        <LifetimesCard view={view} put={put} reload={reload} />
      </div>
      <section className="stack policy__most" aria-labelledby="policy-most">
        <h2 id="policy-most">{t("policy.most")}</h2>
        <Segments
          label={t("people.column.group")}
          value={chosen}
          options={[
            { id: everybody, label: t("policy.everybody") },
            ...view.groups.map(({ id, name }) => ({ id, label: name })),
          ]}
          onChange={setChosen}
        />
        {chosen === everybody ? (
          <BoundEditor
            key={everybody}
            name={t("policy.everybody")}
            path="/api/admin/policy"
            patterns={company}
            version={view.version}
            ceiling={null}
            {...unsaved}
            wrap={(permissions) => ({ ...view.value, permissions })}
            onSaved={put}
            onChanged={reload}
          />
        ) : (
          <GroupBound key={chosen} id={chosen} view={view} unsaved={unsaved} />
        )}
      </section>
    </div>
  );
}

interface GroupBoundProps {
  id: string;
  view: PolicyView;
  unsaved: { draft: Draft; onDraft(draft: Draft): void };
}

function GroupBound({ id, view, unsaved }: GroupBoundProps) {
  const { t } = useTranslation("team");
  const path = `/api/admin/groups/${id}/bound`;
  const read = useRead<GroupBoundView>(path);
  return (
    <Reading read={read} label={t("policy.reading")}>
      {({ value, version }) => (
        <>
          <BoundEditor
            group={id}
            {...unsaved}
            name={view.groups.find((group) => group.id === id)?.name ?? ""}
            path={path}
            patterns={value?.permissions ?? {}}
            version={version}
            ceiling={view.value.permissions ?? {}}
            wrap={(permissions) => ({ ...value, permissions })}
            onSaved={read.put}
            onChanged={read.reload}
          />
          <GroupClients
            key={version}
            path={path}
            bound={{ value, version }}
            known={view.knownClients}
            onSaved={read.put}
            onChanged={read.reload}
          />
        </>
      )}
    </Reading>
  );
}
