import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { workResult } from "#core/domain/results/entries";
import type { MessageText } from "#core/messages/catalog";
import { type Favorite, mostFavorites, type Settings } from "#core/platform/settings";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { FavoriteView, favoriteChannels } from "../../ipc/contract/timer/favorites";
import type { Server } from "../../server";
import type { SettingsStore } from "../../settings/store";
import { sameWork } from "../../timer/judge";
import { AppFailure, type Log, notSaved, toFailure } from "../failure";

type Input<C extends keyof typeof favoriteChannels> = z.output<(typeof favoriteChannels)[C]["request"]>;

/** Milliseconds for which it is believed that work is still there; longer where a whole company shares few requests. */
const believed = 10 * 60_000;
const sparingBelieved = 4 * 3_600_000;

/** Favorites of the accounts: kept in the settings, in their person's order; whether their work is gone is looked up. */
export class Favorites {
  /** Of favorites by id: why they cannot be started. */
  private readonly gone = new Map<string, MessageText>();
  /** By account, when the service was asked. */
  private readonly checked = new Map<string, { at: number; of: string }>();

  constructor(
    private readonly deps: {
      server: Server;
      settings: Pick<SettingsStore, "get" | "update">;
      changed(): void;
      now(): number;
      log: Log;
    },
  ) {}

  /** Of the account in use. */
  list(): FavoriteView[] {
    return this.active().map((one) => ({ ...one, gone: this.gone.get(one.id) ?? null }));
  }

  add({ accountId, name, work, text, tags }: Input<"favorites:add">): void {
    this.deps.settings.update((draft) => {
      const account = draft.accounts.find(({ id }) => id === accountId);
      if (!account) throw notSaved("not_found", "This account is not connected.");
      const wanted = { work, text, tags };
      if (account.favorites.some((one) => isSame(one, wanted))) return;
      if (account.favorites.length >= mostFavorites)
        throw notSaved("too_many", `There are ${mostFavorites} favorites already.`, "Remove one first.");
      account.favorites.push({ id: randomUUID(), name: named(name), work, text, tags });
    });
  }

  rename({ id, name }: Input<"favorites:rename">): void {
    this.change(id, (all, at) => {
      const one = all[at];
      if (one) one.name = named(name);
    });
  }

  move({ id, to }: Input<"favorites:move">): void {
    this.change(id, (all, at) => all.splice(to, 0, ...all.splice(at, 1)));
  }

  remove({ id }: Input<"favorites:remove">): void {
    this.change(id, (all, at) => all.splice(at, 1));
    this.gone.delete(id);
  }

  /** Asks the service for the work of each. What cannot be asked changes nothing of what was known. */
  async check(): Promise<void> {
    const { settings, now, server, log, changed } = this.deps;
    const account = activeOf(settings.get());
    if (!account) return;
    const all = account.favorites;
    const age = descriptorOf(account.service).polling === "sparing" ? sparingBelieved : believed;
    const last = this.checked.get(account.id);
    const of = JSON.stringify(all.map(({ id }) => id).sort());
    if (all.length === 0 || (last && last.of === of && now() - last.at < age)) return;
    this.checked.set(account.id, { at: now(), of });
    for (const { id, work } of all) {
      const [level, ref] = (["project", "customer"] as const)
        .map((one) => [one, work[one]] as const)
        .find(([, found]) => found) ?? [null, undefined];
      if (level === null || !ref) continue;
      const args = { account: account.id, [level]: `#${ref.id}`, levels: [level], detail: "full", limit: 1 };
      try {
        await server.call("find_work", args, workResult);
        this.gone.delete(id);
      } catch (error) {
        const { code, message } = toFailure(error, log);
        if (code === "unknown") this.gone.set(id, message);
        else if (!(error instanceof AppFailure)) throw error;
        // Out of reach: asked again the next time.
        else this.checked.delete(account.id);
      }
    }
    changed();
  }

  private active = () => activeOf(this.deps.settings.get())?.favorites ?? [];

  private change(id: string, run: (all: Favorite[], at: number) => unknown): void {
    this.deps.settings.update((draft) => {
      const all = draft.accounts.map(({ favorites }) => favorites).find((some) => some.some((one) => one.id === id));
      if (!all) throw notSaved("not_found", "This favorite is not there any more.");
      run(
        all,
        all.findIndex((one) => one.id === id),
      );
    });
  }
}

type Choice = Pick<Favorite, "work" | "text" | "tags">;
const isSame = (one: Choice, other: Choice) =>
  sameWork(one.work, other.work) &&
  sameWork(other.work, one.work) &&
  one.text === other.text &&
  JSON.stringify([...one.tags].sort()) === JSON.stringify([...other.tags].sort());

const activeOf = ({ accounts, activeAccount }: Settings) => accounts.find(({ id }) => id === activeAccount);

function named(name: string): string {
  const trimmed = name.trim();
  if (trimmed === "") throw notSaved("argument", "A favorite needs a name.");
  return trimmed;
}
