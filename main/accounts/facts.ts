import { isProtected } from "#core/domain/address";
import { profileLevel } from "#core/domain/permission-profiles";
import { accountResult } from "#core/domain/results/account";
import type { AccountSettings } from "#core/platform/settings";
import { descriptorOf } from "#core/service-catalog/descriptors";
import { AppFailure, credentialCodes, type Log, toFailure } from "../app/failure";
import type { Failure } from "../ipc/contract";
import type { AccountView } from "../ipc/contract/accounts";
import type { Server } from "../server";
import type { AccountProof } from "./deps";

interface Known {
  proof: AccountProof | null;
  failure: Failure | null;
  /** Milliseconds of the last reading. */
  readAt: number;
  took: number;
}

/** Whose credential is kept to its person is kept so in our own windows too, by what its permissions leave out. */
function keptTo({ service, permissions }: AccountSettings): Record<string, string> {
  if (descriptorOf(service).credential?.actsFor !== "company") return {};
  const cells = (["others_time.read", "others_absence.read"] as const).filter(
    (cell) => (permissions.cells[cell] ?? profileLevel(permissions.profile, cell)) === "off",
  );
  return Object.fromEntries(cells.map((cell) => [cell, "kept_to_person"]));
}

/** What each account's service told about its person, rights and state, with the time of reading. */
export class AccountFactsCache {
  private readonly known = new Map<string, Known>();
  private readonly reading = new Map<string, Promise<void>>();

  constructor(private readonly deps: { server: Server; now(): number; changed(accountId: string): void; log: Log }) {}

  of(accountId: string): AccountProof | null {
    return this.known.get(accountId)?.proof ?? null;
  }

  last(accountId: string): { failure: Failure | null; took: number } | null {
    return this.known.get(accountId) ?? null;
  }

  /** Keeps what connecting has just proven. */
  learn(accountId: string, proof: AccountProof): void {
    this.known.set(accountId, { proof, failure: null, readAt: this.deps.now(), took: 0 });
  }

  forget(accountId: string): void {
    this.known.delete(accountId);
  }

  /** Notes the outcome of any other call on the account. */
  noteCall(accountId: string, failure: Failure | null): void {
    const before = this.known.get(accountId);
    this.known.set(accountId, {
      proof: before?.proof ?? null,
      failure,
      readAt: this.deps.now(),
      took: before?.took ?? 0,
    });
  }

  /** The server for whoever asks for something else, and finds out by it that the account's credential is no good. */
  watched(): Server {
    const { server, changed } = this.deps;
    return {
      call: async (tool, args, schema, options) => {
        try {
          return await server.call(tool, args, schema, options);
        } catch (error) {
          const { account } = args;
          if (
            error instanceof AppFailure &&
            credentialCodes.includes(error.failure.code) &&
            typeof account === "string"
          ) {
            this.noteCall(account, error.failure);
            changed(account);
          }
          throw error;
        }
      },
    };
  }

  /** Reads again where the last reading is older than `maxAge` milliseconds. Never throws: failures are kept. */
  async read(accountId: string, maxAge = 0): Promise<void> {
    const before = this.known.get(accountId);
    const { now, server, changed, log } = this.deps;
    if (maxAge > 0 && before?.proof && now() - before.readAt < maxAge) return;
    const running = this.reading.get(accountId);
    if (running) return running;
    const began = now();
    const reading = server.call("get_account", { account: accountId, show: ["rights"] }, accountResult).then(
      (proof) => {
        this.known.set(accountId, { proof, failure: null, readAt: now(), took: now() - began });
      },
      (error: unknown) => {
        const failure = toFailure(error, log);
        this.known.set(accountId, { proof: before?.proof ?? null, failure, readAt: now(), took: now() - began });
      },
    );
    this.reading.set(accountId, reading);
    await reading;
    this.reading.delete(accountId);
    changed(accountId);
  }

  view(account: AccountSettings, sessionOnly: boolean): AccountView {
    const known = this.known.get(account.id);
    const proof = known?.proof ?? null;
    return {
      id: account.id,
      service: account.service,
      label: account.label,
      place: account.user ?? (account.url ? new URL(account.url).host : (account.file ?? "")),
      person: proof?.person.name ?? null,
      zone: proof?.zone ?? null,
      version: proof?.version ?? null,
      targetSeconds: proof?.target ?? account.targetSeconds,
      required: proof?.booking.required,
      fields: proof?.fields,
      breakTypes: proof?.break_types,
      refused: proof ? { ...keptTo(account), ...proof.refused } : undefined,
      ...(account.url && !isProtected(account.url) && { unprotected: true }),
      ...(account.permissions.undecided && { undecided: true }),
      state: known ? (known.failure ? "failing" : "ok") : "unknown",
      failure: known?.failure ?? null,
      readAt: known ? new Date(known.readAt).toISOString() : null,
      sessionOnly,
      signedIn: account.mcpUrl,
    };
  }
}
