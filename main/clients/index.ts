import { InputError } from "#core/domain/errors";
import type { ClientPlan, ClientRemoval, ClientView, ExtensionView, Snippet } from "../ipc/contract/clients";
import { allAdapters } from "./adapters";
import { claudeDesktopFiles } from "./adapters/claude-desktop";
import { lookFor } from "./adapters/config-locations";
import { extension } from "./adapters/extension";
import { runProgram } from "./adapters/programs";
import { isRunning } from "./adapters/running-clients";
import { type FileSystem, nodeFiles } from "./file-system";
import { fileEditors } from "./formats/background";
import { removeBackups } from "./journal/backups";
import { type EntryWatchdog, watchEntries } from "./journal/entry-watchdog";
import { openJournal } from "./journal/journal";
import { placeLauncher, removeLauncher } from "./launcher/launcher";
import { transientInstall } from "./launcher/transient-install";
import { refusal, toFailure } from "./refusal";
import { mayHoldEntry } from "./removal/may-hold-entry";
import { serverEntryFor } from "./server-entry";
import { withShortScript } from "./short-script";
import { snippetsFor } from "./snippets/snippets";
import type { ClientContext, LaunchPaths } from "./types";
import { type WatchFolder, watchFiles } from "./watch-files";

export interface ClientsDeps {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  home: string;
  /** `~/.punchcard`, below which the launcher lies. */
  punchcardHome: string;
  launch: LaunchPaths;
  /** App-owned folder for backups and the journal. */
  backups: string;
  /** The extension for Claude Desktop that comes with the app; default: none. */
  extension?: string;
  /** Whether the company lets this client be used; default: it says nothing. */
  isAllowed?(clientId: string): boolean;
  /** Default: looks at the system's processes. */
  isRunning?(clientId: string): Promise<boolean>;
  /** Default: a child process. */
  run?: typeof runProgram;
  fs?: FileSystem;
  /** The built formats/worker.ts, for large files; default: they are read on this thread. */
  worker?: string;
  /** Default: the system's own notices. */
  watch?: WatchFolder;
}

interface LauncherRefresh {
  /** Whether clients start the compiled launcher, which joins them to the running app. */
  usesProgram: boolean;
  /** Ids of clients whose entries were changed, and of those where that was refused (they go on as they are). */
  moved: string[];
  refused: { client: string; code: string }[];
}

interface LauncherView {
  path: string;
  isThere: boolean;
  usesProgram: boolean;
}

/** Registration with AI clients. Refusals are `InputError`s with a code that begins with `client_`; `plan` returns them. */
export interface Clients {
  /** Those that are installed first. */
  list(): Promise<ClientView[]>;
  /** What a click would change now: register or update, or unregister where it is registered. Writes nothing. */
  plan(id: string, action?: "register" | "unregister"): Promise<ClientPlan>;
  /** Registers, or brings an entry up to date. Where all is well already, nothing is written. */
  register(id: string): Promise<ClientView>;
  unregister(id: string): Promise<ClientView>;
  /** Takes out every entry there is, one client after another; one that refuses does not hold up the others. */
  unregisterAll(): Promise<ClientRemoval[]>;
  /** The address with which the client installs the entry itself. Throws where it has none. */
  linkOf(id: string): Promise<string>;
  /** Tells of the list when something in it changes, from now on until the returned function is called. */
  watch(changed: (clients: ClientView[]) => void): () => void;
  /** Looks after our entries for as long as the app runs; tells when a client threw one away, once (losses.ts). */
  watchEntries(tell: (lost: ClientView[]) => void): EntryWatchdog;
  snippets(): Promise<Snippet[]>;
  /** Claude Desktop's other way in. */
  extension(): Promise<ExtensionView>;
  /** Writes the extension there, over what there is. */
  saveExtension(path: string): Promise<void>;
  /** null: none of those that Punchcard registers with. */
  labelOf(id: string): string | null;
  /** The client's configuration file, where it exists, for showing it in a file manager. */
  fileOf(id: string): Promise<string | null>;
  /**
   * For each start of the app: writes what clients start anew where it is missing or differs, then has entries that
   * start it in another way, from before the launcher or while that could not be used, start this.
   */
  refreshLauncher(): Promise<LauncherRefresh>;
  /** What clients start now. */
  launcher(): Promise<LauncherView>;
  /** Removes copies of clients' files that are older than 30 days; for each start of the app. */
  removeOldBackups(): Promise<void>;
  /** For uninstallers. @returns whether there was one of this copy of the app */
  removeLauncher(): Promise<boolean>;
}

const claudeDesktop = "claude-desktop";
const refusedByCompany = "Your company does not allow this AI client.";

export function createClients(deps: ClientsDeps): Clients {
  const fs = deps.fs ?? nodeFiles;
  let launch = withShortScript(deps.launch, deps.platform);
  const { program } = launch;
  const context: ClientContext = {
    ...deps,
    get launch() {
      return launch;
    },
    fs,
    isRunning: (id) => deps.isRunning?.(id) ?? isRunning(id, deps.platform, deps.env),
    run: (program, args) => (deps.run ?? runProgram)(program, args, { env: deps.env, cwd: deps.home }),
    editorOf: fileEditors(deps.worker),
    prepareLaunch,
  };
  /** From then on entries start what could be written and can be started. */
  async function prepareLaunch(): Promise<void> {
    const placed = await placeLauncher({ ...context, launch: { ...launch, program } });
    launch = { ...launch, program: placed ? program : undefined };
  }
  const detect = () => lookFor(() => claudeDesktopFiles(context));
  const ofClaude = extension({ context, bundle: deps.extension ?? null, detect });
  const adapters = allAdapters(context, ofClaude);
  const adapter = (id: string) => {
    const found = adapters.find((one) => one.id === id);
    if (!found) throw refusal("client_unknown", `There is no client "${id}".`, "Choose one from the list.");
    return found;
  };

  const isAllowed = (id: string) => deps.isAllowed?.(id) ?? true;
  /** What is not allowed can be taken out and no more. */
  const read = async (one: ReturnType<typeof adapter>): Promise<ClientView> => {
    const view = await one.read();
    if (isAllowed(one.id)) return view;
    const there = view.state === "not_installed" ? view.state : "blocked_by_policy";
    return { ...view, state: there, reason: refusedByCompany, why: ["company"], canRegister: false, canOpen: false };
  };
  const requireAllowed = (id: string) => {
    if (isAllowed(id)) return;
    throw refusal("client_company", refusedByCompany, "Ask whoever administers this computer.");
  };

  /** Pages that show the list at this moment. */
  let watchers = 0;
  let last: Promise<unknown> = Promise.resolve();
  /** One write at a time: two clicks must not meet in the journal or in a file. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  }
  const apply = (id: string, action: "register" | "unregister") =>
    inTurn(async () => {
      if (action === "register") requireAllowed(id);
      await adapter(id).apply(action);
      return read(adapter(id));
    });

  async function list(): Promise<ClientView[]> {
    const views = await Promise.all(adapters.map(async (one) => ({ view: await read(one), can: one.capabilities })));
    const there = ({ state }: ClientView) => state !== "not_installed";
    const all = views
      .filter(({ can }) => can.onlyOn === undefined || can.onlyOn === deps.platform)
      .filter(({ view, can }) => (can.discontinued ? view.canUnregister : !can.snippetOnly || there(view)))
      .map(({ view }) => view);
    return [...all.filter(there), ...all.filter((view) => !there(view))];
  }

  async function leftUnread({ id, state }: ClientView): Promise<boolean> {
    if (state !== "unreadable" && state !== "blocked_by_policy") return false;
    // What cannot be read at all may hold what we remember to have written.
    if ((await openJournal(context).all()).some(({ client, done }) => client === id && done)) return true;
    return mayHoldEntry(fs, id, (await adapter(id).detect()).files);
  }

  /** Claude keeps its extensions itself: what nobody else can take out has to be said. */
  async function extensionLeft(): Promise<ClientRemoval[]> {
    if ((await ofClaude.view()).state !== "installed") return [];
    const { id, label } = adapter(claudeDesktop);
    const left = refusal(
      "client_extension",
      "Punchcard is an extension there, which only Claude Desktop can remove.",
      "Remove it in Claude Desktop under Settings, Extensions.",
    );
    return [{ clientId: id, label, failure: toFailure(left) }];
  }

  /** @returns null when this client has no entry in any file. */
  async function removal(view: ClientView): Promise<ClientRemoval | null> {
    const { id, label } = view;
    const one = adapter(id);
    let failure: InputError | null = null;
    const attempt = async (work: () => Promise<unknown>) => {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        failure ??= error;
        return true;
      }
    };
    const isDue = view.canUnregister || (await leftUnread(view));
    if (isDue) await attempt(() => one.apply("unregister", true));
    const hadOthers = await attempt(() => one.removeRecorded());
    return isDue || hadOthers ? { clientId: id, label, failure: failure && toFailure(failure) } : null;
  }

  async function refreshLauncher(): Promise<LauncherRefresh> {
    await prepareLaunch();
    const done: LauncherRefresh = { usesProgram: launch.program !== undefined, moved: [], refused: [] };
    if (transientInstall(context)) return done;
    for (const { id, moveEntry } of adapters.filter(({ id }) => isAllowed(id)))
      try {
        if (await moveEntry()) done.moved.push(id);
      } catch (error) {
        // Whatever it is, the other clients and those that start the launcher go on.
        done.refused.push({ client: id, code: error instanceof InputError ? error.code : String(error) });
      }
    return done;
  }

  return {
    list,
    plan: async (id, action) => adapter(id).plan(action),
    register: (id) => apply(id, "register"),
    unregister: (id) => apply(id, "unregister"),
    unregisterAll: () =>
      inTurn(async () => {
        const done: ClientRemoval[] = [];
        for (const view of await list()) {
          const removed = await removal(view);
          if (removed) done.push(removed);
        }
        // Where our entry is still in, the copy may be what helps to take it out.
        const left = done.filter(({ failure }) => failure).map(({ clientId }) => clientId);
        const over = adapters.map(({ id }) => id).filter((id) => !left.includes(id));
        // The entries are out: a copy that could not be removed is removed by its age.
        await removeBackups(context, over, "all").catch(() => undefined);
        return [...done, ...(await extensionLeft())];
      }),
    async linkOf(id) {
      requireAllowed(id);
      const link = await inTurn(() => adapter(id).link());
      if (link) return link;
      throw refusal("client_no_link", `${adapter(id).label} has no address for this.`, "Use Register instead.");
    },
    watch(changed) {
      let known: string | null = null;
      watchers++;
      const stop = watchFiles({
        platform: deps.platform,
        fs,
        watch: deps.watch,
        files: async () => (await Promise.all(adapters.map((one) => one.detect()))).flatMap(({ files }) => files),
        async changed() {
          // In turn: between our own write and the journal an entry looks as if somebody had taken it out.
          const now = await inTurn(list);
          const before = known;
          known = JSON.stringify(now);
          if (before !== known) changed(now);
        },
      });
      let open = true;
      return () => {
        if (open) watchers--;
        open = false;
        stop();
      };
    },
    watchEntries: (tell) =>
      watchEntries({
        platform: deps.platform,
        fs,
        watch: deps.watch,
        adapters,
        journal: openJournal(context),
        inTurn,
        tell,
        shown: () => watchers > 0,
      }),
    snippets: async () => snippetsFor(context),
    async extension() {
      const view = await ofClaude.view();
      return view.state === "offered" && !isAllowed(claudeDesktop) ? { state: "none" } : view;
    },
    async saveExtension(path) {
      requireAllowed(claudeDesktop);
      await inTurn(() => ofClaude.save(path));
    },
    labelOf: (id) => adapters.find((one) => one.id === id)?.label ?? null,
    async fileOf(id) {
      const file = (await adapter(id).detect()).files[0];
      return file !== undefined && (await fs.facts(file, { follow: true })) ? file : null;
    },
    refreshLauncher: () => inTurn(refreshLauncher),
    async launcher() {
      const { command } = serverEntryFor("", context);
      const isThere = (await fs.facts(command, { follow: true })) !== null;
      return { path: command, isThere, usesProgram: launch.program !== undefined };
    },
    removeOldBackups: () =>
      inTurn(() =>
        removeBackups(
          context,
          adapters.map(({ id }) => id),
          { expiredAt: new Date() },
        ),
      ),
    removeLauncher: () => inTurn(() => removeLauncher({ ...context, launch: { ...launch, program } })),
  };
}
