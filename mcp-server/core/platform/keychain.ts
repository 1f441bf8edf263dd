import { existsSync } from "node:fs";
import { ServiceError } from "../domain/errors";
import type { MessageText } from "../messages/catalog";
import { message } from "../messages/message";

/**
 * Where credentials live: the OS keychain and nowhere else. Items are found by service `Punchcard` and a user name that
 * credentials.ts makes of the account and its address.
 *
 * On Linux the Secret Service is pinned. Left alone the library falls back to the kernel's keyring, which forgets at
 * reboot and makes "no keychain" look like "no secret" (reference/electron-runtime.md §4).
 */
const service = "Punchcard";
const options = { linux: { store: "secret-service" as const } };

/** A locked keychain may show its own prompt, so a person needs time; a hung one must not hang us. */
const timeLimits = { call: 60_000, probe: 5_000 };
const longestSecret = 10_000;

/** Items by user name. */
export interface KeychainItems {
  /** null: the keychain works and has no such item. */
  get(name: string): Promise<string | null>;
  set(name: string, secret: string): Promise<void>;
  /** @returns false: there was none. */
  delete(name: string): Promise<boolean>;
  probe(): Promise<KeychainProbe>;
}

type KeychainProbe =
  | { ok: true; backend: string; milliseconds: number }
  | { ok: false; message: MessageText; next: MessageText };

/** What can be wrong with a keychain, told apart by the library's message: its code is always the same. */
const troubles: { match: RegExp; message: MessageText; next: string; stays?: boolean }[] = [
  {
    match: /autolaunch|DBUS_SESSION_BUS_ADDRESS|No such file or directory|Connection refused|I\/O error|timed out/i,
    message: message("keychain_session_bus_unreachable"),
    next: "Log in to a desktop session, or set DBUS_SESSION_BUS_ADDRESS to the session's bus.",
  },
  {
    match: /not provided by any|ServiceUnknown|was not provided/i,
    message: message("keychain_missing"),
    next: "Install and start gnome-keyring, KWallet or KeePassXC with its Secret Service switched on, then try again.",
  },
  {
    match: /dismissed|locked/i,
    /** Whether the thread that asked stays behind: so it is after a prompt that could not be shown or was dismissed. */
    stays: true,
    message: message("keychain_locked"),
    next: "Unlock it (on Linux: the password prompt of the login keyring), then try again.",
  },
  {
    match: /no result found|NoSuchObject|default collection/i,
    message: message("keychain_without_keyring"),
    next: "Create a login keyring (for example in Passwords and Keys), then try again.",
  },
  {
    match: /AccessDenied|denied|-25293|-128/i,
    message: message("keychain_access_denied"),
    next: "Allow Punchcard in the keychain's settings, then try again.",
  },
];

function keychainError(cause: unknown): ServiceError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  const trouble = troubles.find(({ match }) => match.test(detail));
  if (trouble?.stays) stuck = true;
  return new ServiceError("keychain", trouble?.message ?? message("keychain_request_failed"), {
    next: trouble?.next ?? "Look at the keychain of this computer, then try again.",
    detail: detail.slice(0, 200),
    cause,
  });
}

/**
 * A client that starts us often passes no session bus (reference/ai-clients.md §2.5). systemd's user bus is always at
 * the same place, so it can be found without being told.
 */
function findSessionBus(): void {
  if (process.platform !== "linux" || process.env.DBUS_SESSION_BUS_ADDRESS) return;
  const folder = process.env.XDG_RUNTIME_DIR ?? `/run/user/${process.getuid?.() ?? 0}`;
  if (existsSync(`${folder}/bus`)) process.env.DBUS_SESSION_BUS_ADDRESS = `unix:path=${folder}/bus`;
}

/**
 * When readings began that have no answer yet, and whether a call has left a thread behind. An ordinary exit would wait for
 * that, and for a prompt that nobody answers, for ever; for a reading of a moment ago and for what is written it may.
 */
const readings = new Set<{ began: number }>();
const promptAfter = 1_000;
let stuck = false;
let watched = false;

function exitHard(): void {
  if (watched) return;
  watched = true;
  process.once("exit", () => {
    const prompts = [...readings].some(({ began }) => performance.now() - began > promptAfter);
    if (stuck || prompts) process.kill(process.pid, "SIGKILL");
  });
}

async function withinTime<T>(work: Promise<T>, milliseconds: number, writes: boolean): Promise<T> {
  exitHard();
  const reading = { began: performance.now() };
  if (!writes) readings.add(reading);
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      stuck = true;
      reject(
        new ServiceError("keychain", message("keychain_timeout"), {
          next: "If it shows a prompt, answer it; else restart the keychain, then try again.",
          detail: `no answer in ${Math.round(milliseconds / 1000)} s`,
        }),
      );
    }, milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } catch (error) {
    throw error instanceof ServiceError ? error : keychainError(error);
  } finally {
    readings.delete(reading);
    clearTimeout(timer);
  }
}

/** Refuses what Punchcard cannot have written: another program may use the same names. */
function readSecret(stored: string | null): string | null {
  if (stored === null) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a credential with control characters is not one
  if (stored === "" || stored.length > longestSecret || /[\u0000-\u001f\u007f]/.test(stored))
    throw new ServiceError("keychain", message("keychain_item_foreign"), {
      next: "Disconnect the account and connect it again with its token.",
    });
  return stored;
}

export function openKeychain(limits: Partial<typeof timeLimits> = {}): KeychainItems {
  const { call, probe } = { ...timeLimits, ...limits };
  const entry = async (name: string) => {
    findSessionBus();
    const { AsyncEntry } = await import("@napi-rs/keyring");
    return new AsyncEntry(service, name, options);
  };
  const asked = <T>(
    name: string,
    ask: (item: Awaited<ReturnType<typeof entry>>) => Promise<T>,
    { limit = call, writes = false } = {},
  ) => withinTime(entry(name).then(ask), limit, writes);

  return {
    get: async (name) => readSecret((await asked(name, (item) => item.getPassword())) ?? null),
    async set(name, secret) {
      await asked(name, (item) => item.setPassword(secret), { writes: true });
      if ((await asked(name, (item) => item.getPassword())) !== secret)
        throw new ServiceError("keychain", message("keychain_not_saved"), {
          next: "Look at the keychain of this computer, then try again.",
        });
    },
    delete: (name) => asked(name, (item) => item.deletePassword(), { writes: true }),
    async probe() {
      const started = performance.now();
      try {
        await asked("probe", (item) => item.getPassword(), { limit: probe });
        const backend = { linux: "Secret Service", darwin: "Keychain", win32: "Credential Manager" };
        return {
          ok: true,
          backend: backend[process.platform as keyof typeof backend] ?? process.platform,
          milliseconds: Math.round(performance.now() - started),
        };
      } catch (error) {
        const { text: message, next } = error as ServiceError;
        return { ok: false, message, next: next ?? "" };
      }
    },
  };
}
