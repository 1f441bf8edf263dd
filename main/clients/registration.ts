import { InputError } from "#core/domain/errors";
import type { Change, ConfigDocument, EntryExtras, FileEditor } from "./formats/types";
import { keepBackup } from "./journal/backups";
import { type JournalRecord, openJournal } from "./journal/journal";
import { refusal } from "./refusal";
import { checkWritable, removeFile, replaceFile, type Snapshot, sweep, takeSnapshot } from "./replace-file";
import {
  isCurrent,
  isOurs,
  isOursRenamed,
  isSwitchedOff,
  serverEntryFor,
  serverName,
  startsThisCopy,
  startsUsSomehow,
} from "./server-entry";
import type { ByClient, ClientContext } from "./types";

export type Action = "register" | "unregister";

/** One file of a client as it stands now. */
export interface Reading {
  file: string;
  snapshot: Snapshot;
  entries: ConfigDocument["entries"];
  /** The name of our entry, which a person may have changed. */
  name: string;
  standing: "absent" | "current" | "stale" | "foreign";
  /** Our entry is one that a person wrote, found only because it is to be removed. */
  pasted: boolean;
  /** An entry that starts us is there, in whatever way a person wrote it. */
  removable: boolean;
  switchedOff: boolean;
  /** An entry that Punchcard wrote starts this copy of the app in another way than it would write now. */
  outdated: boolean;
  /** What we remember of an earlier write. */
  record: JournalRecord | null;
}

interface Parts {
  id: string;
  label: string;
  entry?: EntryExtras;
  byClient?: ByClient;
  editor: FileEditor;
  /** Throws while the file must not be written. */
  guard(): Promise<void>;
}

const tries = 3;

/** Folders that hold configuration wherever they lie, since the environment says so. */
const rootVariables = [
  ...["XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA"],
  ...["CLAUDE_CONFIG_DIR", "CODEX_HOME", "COPILOT_HOME", "CLINE_DIR", "GEMINI_CLI_HOME", "GOOSE_PATH_ROOT"],
  ...["VSCODE_PORTABLE", "VSCODE_APPDATA", "CLINE_DATA_DIR", "OPENCODE_CONFIG_DIR", "KIMI_CODE_HOME", "GROK_HOME"],
];

/** Our entry in one configuration file of one client. */
export interface Registration {
  /** @param toRemove as far as our entry can be taken out, also where it could not be put in */
  read(file: string, toRemove?: boolean): Promise<Reading>;
  /** The change that `action` needs; null: all is as wanted. Throws where another server has our name. */
  step(reading: Reading, action: Action): Promise<Change | null>;
  /**
   * Writes at most once for each entry, from a reading that still holds at that moment, and verifies what is there afterwards. With `everything` entries
   * go too that a person pasted beside ours.
   */
  apply(file: string, action: Action, everything?: boolean): Promise<void>;
}

export function registration(
  { id, label, entry, byClient, editor, guard }: Parts,
  context: ClientContext,
): Registration {
  const { fs, platform, env } = context;
  const journal = openJournal(context);
  /** Asked each time: whether the launcher can be used is seen only when it is written. */
  const intent = () => ({ ...entry, ...serverEntryFor(id, context) });
  const roots = [context.home, ...rootVariables.map((name) => env[name])].filter((root) => root !== undefined);

  async function read(file: string, toRemove = false): Promise<Reading> {
    const snapshot = await takeSnapshot(fs, platform, file, roots);
    const entries = await editor.entries(snapshot.bytes, toRemove);
    const named = entries.find((entry) => entry.name === serverName);
    const inItsOwnWay = entries.find((entry) => startsUsSomehow(entry.value, context));
    const own =
      named && isOurs(named.value, id, context)
        ? named
        : entries.find((entry) => isOursRenamed(entry.value, id, context));
    const ours = own ?? (toRemove ? inItsOwnWay : undefined);
    const current = ours && isCurrent(ours.value, intent(), platform);
    const record = await journal.find(id, snapshot.real);
    return {
      file,
      snapshot,
      entries,
      name: ours?.name ?? serverName,
      standing: ours ? (current ? "current" : "stale") : named ? "foreign" : "absent",
      pasted: own === undefined && ours !== undefined,
      removable: ours !== undefined || inItsOwnWay !== undefined,
      switchedOff: Boolean(ours && isSwitchedOff(ours.value)),
      outdated: Boolean(own && !current && record?.done && startsThisCopy(own.value, id, context)),
      record,
    };
  }

  async function step({ snapshot, name, standing, record }: Reading, action: Action): Promise<Change | null> {
    const written = record && { ...record, text: record.name === name ? record.text : null };
    if (action === "unregister")
      return standing === "current" || standing === "stale"
        ? editor.change(snapshot.bytes, true, { do: "remove", name, written })
        : null;
    if (standing === "foreign")
      throw refusal(
        "client_foreign",
        `Another server is called "${serverName}" there.`,
        "Nothing was changed. Rename that server in the file, or paste the snippet under another name.",
      );
    if (standing === "current") return null;
    const what = standing === "absent" ? "insert" : "update";
    return editor.change(snapshot.bytes, false, { do: what, name, entry: intent(), written });
  }

  function remembered({ snapshot, name, record, standing }: Reading, change: Change, done: boolean): JournalRecord {
    return {
      client: id,
      file: snapshot.real,
      name,
      text: change.written,
      ...(!done && standing === "stale" ? { former: record?.name === name ? record.text : null } : {}),
      createdContainer: change.createdContainer,
      createdFile: standing === "absent" ? snapshot.bytes === null : (record?.createdFile ?? false),
      at: new Date().toISOString(),
      done,
    };
  }

  /** @returns false: the client cannot do it, or would take the file for damaged and begin a new one. */
  async function asksClient({ snapshot, name }: Reading, { bytes }: Change, action: Action): Promise<boolean> {
    if (!byClient) return false;
    try {
      await editor.entries(snapshot.bytes, false);
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
    const after = await editor.entries(bytes, false);
    return byClient({ action, name, entry: after.find((one) => one.name === name)?.value });
  }

  async function write(reading: Reading, change: Change, action: Action): Promise<boolean> {
    const { snapshot, standing, record } = reading;
    if (snapshot.bytes) await keepBackup(context, id, snapshot.bytes, new Date());
    // Before the write: an entry that outlives a crash or a full disk can still be undone exactly, and one that is
    // taken out does not look as if its client had thrown it away.
    if (action === "register") await journal.put(remembered(reading, change, false));
    else if (record?.done) await journal.put({ ...record, done: false });
    // An update is one rename of the whole file: the entry is the former or the new one, with what the person added to it.
    const updates = action === "register" && standing === "stale";
    if (!updates && (await asksClient(reading, change, action))) return true;
    return change.bytes ? replaceFile(fs, platform, snapshot, change.bytes) : removeFile(fs, snapshot);
  }

  /** Whether the file holds what we wrote, to the byte. */
  async function stands(file: string, { bytes }: Change): Promise<boolean> {
    const now = (await takeSnapshot(fs, platform, file, roots)).bytes;
    return bytes ? Buffer.from(now ?? []).equals(bytes) : now === null;
  }

  async function settle(
    file: string,
    action: Action,
    last: { reading: Reading; change: Change } | null,
    everything: boolean,
  ): Promise<void> {
    const now = await read(file, action === "unregister").catch((error: unknown) => {
      // Ours was right when it was written: whatever cannot be read now is another's.
      if (error instanceof InputError) return null;
      throw error;
    });
    // Our entry was cut out of a file that cannot be read as a whole, and it still cannot.
    if (!now && action === "unregister" && last && (await stands(file, last.change)))
      return kept(journal.drop(id, last.reading.snapshot.real));
    const wanted = action === "register" ? ["current"] : ["absent", "foreign"];
    // Taking back what we added leaves what the person pasted beside it.
    if (action === "unregister" && now?.pasted && last?.reading.pasted === false && !everything)
      return kept(journal.drop(id, now.snapshot.real));
    // A person may have copied the entry under a second name.
    if (action === "unregister" && now && last && now.name !== last.reading.name && !wanted.includes(now.standing))
      return apply(file, action, everything);
    if (!now || !wanted.includes(now.standing))
      throw refusal(
        "client_not_kept",
        `${label} or another program changed the file right after Punchcard wrote it.`,
        "Look at the file and try again.",
      );
    if (action === "unregister") return kept(journal.drop(id, now.snapshot.real));
    if (last) return kept(journal.put(remembered(last.reading, last.change, true)));
    if (now.record && !now.record.done) return kept(journal.put({ ...now.record, done: true }));
  }

  /** What was written down before the change is enough: a disk that is full by now makes no failure of what was done. */
  async function kept(work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => {
      if (!(error instanceof InputError)) throw error;
    });
  }

  async function apply(file: string, action: Action, everything = false): Promise<void> {
    for (let attempt = 1; attempt <= tries; attempt++) {
      const reading = await read(file, action === "unregister");
      const change = await step(reading, action);
      if (!change) {
        // A run that was killed right after it put a new file in place leaves that file's second name behind.
        await sweep(fs, platform, reading.snapshot.real);
        return settle(file, action, null, everything);
      }
      await guard();
      await checkWritable(fs, platform, reading.snapshot);
      try {
        if (await write(reading, change, action)) return await settle(file, action, { reading, change }, everything);
      } catch (error) {
        // The entry stands, and is looked after as before.
        if (action === "unregister" && reading.record?.done) await journal.put(reading.record).catch(() => undefined);
        throw error;
      }
    }
    throw refusal(
      "client_changed",
      "The file was changed by another program each time before Punchcard could write.",
      `Quit ${label} and try again, or paste the snippet yourself.`,
    );
  }

  return { read, step, apply };
}
