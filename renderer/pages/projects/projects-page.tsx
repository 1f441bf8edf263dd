import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { AccountView } from "#main/ipc/contract/accounts";
import type { ProjectView } from "#main/ipc/contract/projects";
import { AccountFailure } from "../../features/account-failure";
import { ReadingFailed } from "../../features/reading-failed";
import { useCall } from "../../lib/call";
import { useEscape } from "../../lib/escape";
import { dayOf } from "../../lib/format";
import { useActiveAccount, useApp } from "../../lib/store";
import { useFigures, zoneOf } from "../../lib/timer";
import { useQuery } from "../../lib/use-query";
import { Button } from "../../ui/button";
import { Segments } from "../../ui/choice";
import { Confirm } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { NoAccount, Page, Refused } from "../../ui/page";
import { Wait } from "../../ui/wait";
import { DeleteDialog } from "./delete-dialog";
import { MergeDialog, type Merged } from "./merge-dialog";
import { type Show, shows } from "./model";
import { ProjectActions } from "./project-actions";
import { ProjectForm } from "./project-form";
import { ProjectList } from "./project-list";
import { useDrafts } from "./use-drafts";
import "./projects.css";
import { serverSentence } from "../../lib/server-sentence";

export default function ProjectsPage() {
  const { t } = useTranslation();
  const account = useActiveAccount();
  const why = account?.refused?.["project.read"];
  if (account && why !== undefined) return <Refused title={t("nav.projects")} why={why} />;
  if (account) return <Projects key={account.id} account={account} />;
  return <NoAccount title={t("nav.projects")} />;
}

/** What is open beside the list: a project by id, a new one, or nothing. */
type Open = { id: string } | "new" | null;
interface Said {
  text: string;
  /** A change of the journal that can be taken back from here. */
  change: number | null;
}

function Projects({ account }: { account: AccountView }) {
  const { t } = useTranslation();
  const app = useApp();
  const { now } = useFigures();
  const { capabilities } = descriptorOf(account.service);
  const year = dayOf(now, zoneOf(app) ?? undefined).slice(0, 4);
  const { result: view, failure, busy, reload, cancel } = useQuery("projects:list", { accountId: account.id, year });
  const [show, setShow] = useState<Show>("active");
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState<Open>(null);
  const [focus, setFocus] = useState(0);
  const [asks, setAsks] = useState<"merge" | "delete" | "leave" | null>(null);
  /** The row that gets the focus next. */
  const [goTo, setGoTo] = useState<string | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const drafts = useDrafts(account.id);
  const restore = useCall("projects:save");
  const undo = useCall("activity:undo");
  const search = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLDivElement>(null);

  const id = open === "new" ? "" : (open?.id ?? null);
  const project = view?.projects.find((one) => one.id === id) ?? null;
  const shown = id !== null && (open === "new" || project !== null);
  const counts = {
    active: view?.projects.filter(({ archived }) => !archived).length,
    archived: view?.projects.filter(({ archived }) => archived).length,
    all: undefined,
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.defaultPrevented || event.target instanceof HTMLInputElement) return;
      search.current?.focus();
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  const say = (text: string, change: number | null = null) => setSaid({ text, change });
  // Only once the question is gone: while it is there it holds the focus.
  useEffect(() => {
    if (goTo === null || asks !== null) return;
    const wanted = document.querySelector<HTMLElement>(`[data-project="${CSS.escape(goTo)}"]`);
    (wanted ?? document.querySelector<HTMLElement>("[data-project]") ?? search.current)?.focus();
    setGoTo(null);
  }, [goTo, asks]);

  const close = () => {
    if (id !== null) drafts.put(id, null);
    setGoTo(id);
    setOpen(null);
    setAsks(null);
  };
  const leave = () => (id !== null && drafts.of(id) ? setAsks("leave") : close());
  // What was typed is asked about in a dialog.
  useEscape(view !== null && shown, { form: panel, isTyped: false, onClose: leave });
  const select = (next: Open, focusPanel: boolean) => {
    setSaid(null);
    setOpen(next);
    if (focusPanel) setFocus((times) => times + 1);
  };
  const bringBack = async ({ id: one, name }: ProjectView) => {
    const answer = await restore.run({ accountId: account.id, id: one, values: { archived: false } });
    if (!answer?.ok) return;
    say(t("project.saidRestored", { name }));
    await reload();
  };
  const merged = ({ moved, made, archived, notes, change }: Merged, into: ProjectView) => {
    setAsks(null);
    setOpen({ id: into.id });
    say(
      [
        t("project.saidMerged", { entries: t("project.entries", { count: moved }), name: into.name }),
        made.length > 0 && t("project.saidMade", { names: made.join(", ") }),
        archived && project && t("project.saidArchived", { name: project.name }),
        ...notes.map(serverSentence),
      ]
        .filter(Boolean)
        .join(" "),
      change,
    );
    setGoTo(into.id);
  };
  const takeBack = async (change: number) => {
    const answer = await undo.run({ id: change });
    if (!answer?.ok) return;
    const { kind } = answer.value;
    say(kind === "done" ? t("project.saidUndone") : t("project.notUndone"));
  };

  const head = (
    <>
      <Segments
        label={t("project.show")}
        value={show}
        options={shows.map((one) => ({
          id: one,
          label: [t(`project.shows.${one}`), counts[one]].filter((part) => part !== undefined).join(" "),
        }))}
        onChange={setShow}
      />
      <label className="search push projsearch">
        <Icon name="search" />
        <input
          ref={search}
          className="input"
          type="search"
          aria-label={t("project.searchLabel")}
          placeholder={t("project.search")}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </label>
      <Button icon="plus" isDisabled={!view || view.refused.create !== undefined} onPress={() => select("new", true)}>
        {t("project.new")}
      </Button>
    </>
  );
  return (
    <Page title={t("nav.projects")} head={head} className="projpage">
      <div className="projpage__main">
        <ReadingFailed of={{ failure, busy, reload }} />
        <Wait on={busy && !view} label={t("project.reading")} onCancel={cancel} />
        {restore.failure && <AccountFailure failure={restore.failure} write />}
        {undo.failure && <AccountFailure failure={undo.failure} write />}
        {said && (
          <p className="line projsaid" role="status">
            <Icon name="allow" />
            <span>{said.text}</span>
            {said.change !== null && (
              <Button
                size="sm"
                icon="undo"
                busy={undo.busy}
                waiting={t("wait.undo")}
                onPress={() => said.change !== null && void takeBack(said.change)}
              >
                {t("project.undo")}
              </Button>
            )}
          </p>
        )}
        {view && (
          <ProjectList
            view={view}
            show={show}
            query={query}
            selected={id}
            keepsBudgets={capabilities.includes("budgets")}
            hasDraft={(one) => drafts.of(one) !== null}
            onSelect={(one, focusPanel) => select({ id: one }, focusPanel)}
            onRestore={(one) => void bringBack(one)}
          />
        )}
      </div>
      {view && shown && (
        <div ref={panel} className="card projpanel">
          <ProjectForm
            key={id}
            accountId={account.id}
            service={account.label}
            view={view}
            project={project}
            draft={drafts.of(id)}
            focus={focus}
            onDraft={(draft) => drafts.put(id, draft)}
            onSaved={async (saved) => {
              await reload();
              setOpen({ id: saved });
              say(t("app.saved"));
            }}
            onClose={leave}
          />
          {project && (
            <ProjectActions
              key={`actions ${project.id}`}
              accountId={account.id}
              service={account.label}
              view={view}
              project={project}
              onChanged={async (text) => {
                say(text);
                await reload();
              }}
              onMerge={() => setAsks("merge")}
              onDelete={() => setAsks("delete")}
            />
          )}
        </div>
      )}
      {asks === "leave" && (
        <Confirm
          title={t("project.leaveTitle")}
          action={t("project.leaveDo")}
          onClose={() => setAsks(null)}
          onConfirm={close}
        />
      )}
      {asks === "merge" && view && project && (
        <MergeDialog
          accountId={account.id}
          project={project}
          projects={view.projects}
          isAlone={descriptorOf(account.service).isLocal}
          archives={view.change.includes("archived") && !project.archived}
          onClose={() => setAsks(null)}
          onMerged={merged}
        />
      )}
      {asks === "delete" && view && project && (
        <DeleteDialog
          accountId={account.id}
          project={project}
          onMerge={view.refused.merge === undefined ? () => setAsks("merge") : null}
          onClose={() => setAsks(null)}
          onDeleted={() => {
            say(t("project.saidDeleted", { name: project.name }));
            drafts.put(project.id, null);
            setAsks(null);
            setOpen(null);
            setGoTo("");
          }}
        />
      )}
    </Page>
  );
}
