import { InputError } from "#core/domain/errors";
import type { ClientPlan, ClientView, ClientWhy } from "../../ipc/contract/clients";
import type { EntryExtras, FormatSpec } from "../formats/types";
import { openJournal } from "../journal/journal";
import { refuseTransientInstall } from "../launcher/transient-install";
import { policyAgainst } from "../policies/policies";
import { refusal, toFailure } from "../refusal";
import { type Action, type Reading, registration } from "../registration";
import { checkWritable } from "../replace-file";
import { serverEntryFor, serverName } from "../server-entry";
import { deepLink } from "../snippets/deep-links";
import type { ByClient, Capabilities, ClientAdapter, ClientContext, Detected } from "../types";
import { lookFor } from "./config-locations";

/** What tells one client with a configuration file from another. */
export interface FileClientSpec {
  id: string;
  label: string;
  capabilities: Capabilities;
  format: FormatSpec;
  entry?: EntryExtras;
  /** Preferred to writing the file. */
  byClient?: ByClient;
  detect(): Promise<Detected>;
  /** Throws where this client must not get an entry for a reason of its own. */
  beforeRegister?(): Promise<void>;
}

type State = ClientView["state"];

/** A client whose servers lie in one or more files: reads, plans, writes and verifies by the rules all of them share. */
export function fileClient(spec: FileClientSpec, context: ClientContext): ClientAdapter {
  const { fs, platform } = context;
  const { id, label, capabilities } = spec;
  const editor = context.editorOf(spec.format);
  const own = registration({ id, label, entry: spec.entry, byClient: spec.byClient, editor, guard }, context);

  async function guard(): Promise<void> {
    if (capabilities.mustBeQuit && (await context.isRunning(id)))
      throw refusal(
        "client_running",
        `${label} is running and would write its own copy over the change.`,
        `Quit ${label} fully first (in its tray or menu bar icon too), then try again.`,
      );
  }

  async function mayRegister(): Promise<void> {
    if (capabilities.discontinued)
      throw refusal("client_not_installed", `${label} is no longer made.`, "Register with another client.");
    refuseTransientInstall(context);
    await spec.beforeRegister?.();
  }

  const locate = () => lookFor(spec.detect);

  /** What administrators forbid is asked with every look: it is their files that count, not what we remember. */
  async function detect(): Promise<Detected> {
    const where = await locate();
    if (!where.installed || where.problem) return where;
    const policy = await policyAgainst(id, label, context);
    return policy ? { ...where, problem: policy } : where;
  }

  async function found(): Promise<string[]> {
    const { installed, files, problem } = await detect();
    if (problem) throw new InputError(problem.code, problem.message, { next: problem.next });
    if (!installed)
      throw refusal(
        "client_not_installed",
        `${label} was not found on this computer.`,
        `Start ${label} once, then try again.`,
      );
    return files;
  }

  /** Every file has been lived with by now; the latest of them says since when. */
  function seenIn(readings: Reading[]): string | null {
    const times = readings.map(({ record }) => record?.seenAt);
    return times.every((time) => time !== undefined) ? (times.sort().at(-1) ?? null) : null;
  }

  /** Without the launcher an entry starts the app itself, which is there as long as it asks. */
  async function launchMissing(): Promise<boolean> {
    const { command } = serverEntryFor(id, context);
    return command !== context.launch.electron && !(await fs.facts(command, { follow: true }));
  }

  const ours = ({ standing }: Reading) => standing === "current" || standing === "stale";

  /** Several files count as one: the worst of them is what a person has to know. */
  async function stateOf(readings: Reading[]): Promise<{ state: State; reason: string | null; why?: ClientWhy }> {
    const all = (test: (reading: Reading) => boolean) => readings.every(test);
    const some = (test: (reading: Reading) => boolean) => readings.some(test);
    if (some(({ standing }) => standing === "foreign"))
      return { state: "foreign", why: "foreign", reason: `Another server is called "${serverName}" there.` };
    if (some((reading) => reading.standing === "absent" && reading.record?.done === true))
      return {
        state: "removed_by_client",
        why: "rewritten",
        reason: "The entry is gone from the file: something wrote the file anew.",
      };
    if (!some(ours)) return { state: "not_registered", reason: null };
    if (capabilities.discontinued)
      return { state: "registered", why: "discontinued", reason: `${label} is no longer made.` };
    if (!all(ours))
      return { state: "needs_update", why: "some_files", reason: "Only some of its files have the entry." };
    if (some(({ standing }) => standing === "stale"))
      return {
        state: "needs_update",
        why: "another",
        reason: "The entry starts another Punchcard, or starts it differently.",
      };
    if (await launchMissing())
      return { state: "needs_update", why: "launch_missing", reason: "What the entry starts is missing." };
    if (some(({ switchedOff }) => switchedOff))
      return { state: "disabled_by_user", why: "switched_off", reason: `It is switched off in ${label}.` };
    return { state: "registered", reason: null };
  }

  async function read(): Promise<ClientView> {
    const { installed, files, problem } = await detect();
    const view: ClientView = {
      id,
      label,
      state: "not_installed",
      reason: null,
      file: files[0] ?? null,
      running: false,
      needsRestart: capabilities.needsRestart,
      seenAt: null,
      canRegister: false,
      canUnregister: false,
      canOpen: false,
    };
    const barred = problem?.code === "client_policy" ? "blocked_by_policy" : "unreadable";
    if (problem) return { ...view, state: barred, reason: `${problem.message} ${problem.next ?? ""}`.trim() };
    if (!installed) return view;
    view.running = capabilities.mustBeQuit && (await context.isRunning(id));
    try {
      const readings = await Promise.all(files.map((file) => own.read(file)));
      const { state, reason, why } = await stateOf(readings);
      const linked = readings.some(({ snapshot }) => snapshot.hardLinked)
        ? "The file has a second name (hard link), which keeps the old content after a change."
        : null;
      return {
        ...view,
        state,
        seenAt: state === "registered" ? seenIn(readings) : null,
        reason: [reason, linked].filter(Boolean).join(" ") || null,
        why: [...(why ? [why] : []), ...(linked ? ["hard_link" as const] : [])],
        canRegister:
          !capabilities.discontinued && ["not_registered", "needs_update", "removed_by_client"].includes(state),
        // Where an entry is there already, the client would only ask what to do with two of them.
        canOpen:
          ["not_registered", "removed_by_client"].includes(state) && deepLink(id, serverEntryFor(id, context)) !== null,
        // Another's server in one file does not keep our entry in a second one.
        canUnregister: readings.some(({ removable }) => removable) || state === "removed_by_client",
      };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const toRemove = await Promise.all(files.map((file) => own.read(file, true))).catch(() => []);
      return { ...view, state: "unreadable", reason: error.message, canUnregister: toRemove.some(ours) };
    }
  }

  async function plan(wanted?: Action): Promise<ClientPlan> {
    const view = await read();
    const action = wanted ?? (view.canUnregister && !view.canRegister ? "unregister" : "register");
    const made: ClientPlan = {
      clientId: id,
      action: "nothing",
      file: view.file ?? "",
      diff: [],
      notes: action === "unregister" ? (capabilities.unregisterNotes ?? []) : [],
      refusal: null,
    };
    try {
      const files = await found();
      if (action === "register") await mayRegister();
      for (const file of files) {
        const reading = await own.read(file, action === "unregister");
        const change = await own.step(reading, action);
        if (!change) continue;
        const updates = action === "register" && reading.standing === "stale";
        if (made.action === "nothing") made.action = updates ? "update" : action;
        if (file !== view.file) made.diff.push({ kind: "same", text: file });
        made.diff.push(...(await editor.diff(reading.snapshot.bytes, change.bytes)));
        await checkWritable(fs, platform, reading.snapshot);
      }
      if (made.action === "nothing" && action === "register" && view.state === "needs_update") made.action = "update";
      if (made.action !== "nothing") await guard();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      made.refusal = toFailure(error);
      if (made.diff.length === 0) made.action = "nothing";
    }
    return made;
  }

  async function applyTo(files: string[], action: Action, everything?: boolean): Promise<unknown[]> {
    const failures: unknown[] = [];
    for (const file of files) {
      try {
        await own.apply(file, action, everything);
      } catch (error) {
        if (action === "register") throw error;
        failures.push(error); // Our entry goes from the other files all the same.
      }
    }
    return failures;
  }

  return {
    id,
    label,
    capabilities,
    detect: locate,
    read,
    plan,
    async link() {
      await found();
      await mayRegister();
      const link = deepLink(id, serverEntryFor(id, context));
      if (link) await context.prepareLaunch();
      return link;
    },
    async apply(action, everything) {
      const files = await found();
      if (action === "register") {
        await mayRegister();
        await context.prepareLaunch();
      }
      const failures = await applyTo(files, action, everything);
      if (failures.length > 0) throw failures[0];
    },
    async removeRecorded() {
      const { files } = await locate();
      const records = (await openJournal(context).all()).filter(({ client }) => client === id);
      const elsewhere = records.map(({ file }) => file).filter((file) => !files.includes(file));
      const failures = await applyTo(elsewhere, "unregister", true);
      if (failures.length > 0) throw failures[0];
      return elsewhere.length > 0;
    },
    async moveEntry() {
      const { installed, files, problem } = await detect();
      if (!installed || problem || capabilities.discontinued) return false;
      const outdated: string[] = [];
      for (const file of files) if ((await own.read(file)).outdated) outdated.push(file);
      for (const file of outdated) await own.apply(file, "register");
      return outdated.length > 0;
    },
  };
}
