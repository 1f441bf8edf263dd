import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AdminPeople, AdminPerson } from "#team/api/admin/contract";
import { Button } from "../../../ui/button";
import { Choice, Segments } from "../../../ui/choice";
import { Icon } from "../../../ui/icon";
import { SearchField } from "../../../ui/search-field";
import { TeamPage } from "../../frame";
import { chosenLanguage } from "../../lib/language";
import { Reading } from "../../lib/reading";
import { useRead } from "../../lib/use-api";
import { ChangeDialog } from "./change-dialog";
import { InviteDialog } from "./invite-dialog";
import { type PersonAction, PersonRow } from "./person-row";
import { RemovalDialog } from "./removal-dialog";

const statuses = ["all", "active", "invited", "removed"] as const;
const all = "all";

type Asked = { action: "invite"; person: AdminPerson | null } | { action: "change" | "remove"; person: AdminPerson };

/** The people of the company: who is in, who was invited, and what removing somebody ends. */
export default function PeoplePage() {
  const { t } = useTranslation("team");
  const language = chosenLanguage();
  const [query, setQuery] = useState("");
  const [status, setStatus] = useState<(typeof statuses)[number]>(all);
  const [group, setGroup] = useState(all);
  /** Where the pages before this one ended. */
  const [before, setBefore] = useState<readonly string[]>([]);
  const [asked, setAsked] = useState<Asked | null>(null);
  const after = before.at(-1);
  const filters = {
    ...(query.trim() && { q: query.trim() }),
    ...(status !== all && { status }),
    ...(group !== all && { group }),
  };
  const path = `/api/admin/people?${new URLSearchParams({ ...filters, ...(after !== undefined && { after }) })}`;
  const read = useRead<AdminPeople>(path);
  // What was shown last stays while the next is read, so that the filters do not flicker.
  const [known, setKnown] = useState<AdminPeople | null>(null);
  if (read.value && read.value !== known) setKnown(read.value);
  const groups = known?.groups ?? [];
  const counts = known?.counts;
  const filter = <T,>(set: (value: T) => void) => {
    return (value: T) => {
      setBefore([]);
      set(value);
    };
  };
  const close = (changed: boolean) => {
    setAsked(null);
    if (changed) void read.reload();
  };

  return (
    <TeamPage
      title={t("people.title")}
      head={
        <>
          {counts && <span className="soft">{t("people.counts", { all: counts.all, active: counts.active })}</span>}
          <span className="line push">
            <a
              className="button button--sm"
              href={`/api/admin/people/export?${new URLSearchParams(filters)}`}
              title={t("people.exportWhat")}
              download
            >
              <Icon name="download" />
              {t("people.export")}
            </a>
            <Button kind="primary" icon="plus" onPress={() => setAsked({ action: "invite", person: null })}>
              {t("people.invite")}
            </Button>
          </span>
        </>
      }
    >
      <div className="line">
        <SearchField
          placeholder={t("people.search")}
          label={t("people.search")}
          value={query}
          onChange={filter(setQuery)}
        />
        <Segments
          label={t("people.column.status")}
          value={status}
          options={statuses.map((id) => ({
            id,
            label: `${t(`people.filter.${id}`)}${counts ? ` ${counts[id]}` : ""}`,
          }))}
          onChange={filter(setStatus)}
        />
        <Choice
          label={t("people.column.group")}
          value={group}
          options={[{ id: all, label: t("people.allGroups") }, ...groups.map(({ id, name }) => ({ id, label: name }))]}
          onChange={filter(setGroup)}
        />
      </div>
      <Reading read={read} label={t("people.reading")}>
        {(page) => (
          <>
            <People page={page} language={language} onAction={(person, action) => setAsked({ action, person })} />
            {(before.length > 0 || page.next !== null) && (
              <p className="line">
                <Button size="sm" isDisabled={before.length === 0} onPress={() => setBefore(before.slice(0, -1))}>
                  {t("people.former")}
                </Button>
                <Button
                  size="sm"
                  isDisabled={page.next === null}
                  onPress={() => page.next !== null && setBefore([...before, page.next])}
                >
                  {t("people.next")}
                </Button>
              </p>
            )}
          </>
        )}
      </Reading>
      <p className="hint">{t("people.what")}</p>
      {asked?.action === "invite" && (
        <InviteDialog person={asked.person} groups={groups} language={language} onClose={close} />
      )}
      {asked?.action === "change" && <ChangeDialog person={asked.person} groups={groups} onClose={close} />}
      {asked?.action === "remove" && <RemovalDialog person={asked.person} onClose={close} />}
    </TeamPage>
  );
}

interface PeopleProps {
  page: AdminPeople;
  language: string;
  onAction(person: AdminPerson, action: PersonAction): void;
}

const columns = ["person", "group", "limit", "lastActive", "services", "clients", "status"] as const;

function People({ page: { people, groups, limit }, language, onAction }: PeopleProps) {
  const { t } = useTranslation("team");
  if (people.length === 0)
    return (
      <div className="card empty">
        <Icon name="people" />
        <p className="strong">{t("people.nobody")}</p>
      </div>
    );
  return (
    <section className="card clipped" aria-label={t("people.title")}>
      <table className="people">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`people.column.${column}`)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {people.map((person) => {
            const group = groups.find(({ id }) => id === person.group);
            return (
              <PersonRow
                key={person.id}
                person={person}
                group={group}
                limit={group ? group.limit : limit}
                language={language}
                onAction={onAction}
              />
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
