import type { Entry, WorkItem } from "#core/domain/entities";
import { ServiceError } from "#core/domain/errors";
import type { AdapterEnvironment, Service } from "#core/domain/ports";
import type { OpenService } from "#core/services/shared/open-service";

const item: WorkItem = { level: "project", id: "1", name: "Marbles", parents: {}, bookable: true };

/** Knows its player by the key, and keeps entries as long as the process runs. */
function createToyService(user: string, env: AdapterEnvironment): Service {
  const entries: Entry[] = [];
  const now = () => `${new Date(env.now()).toISOString().slice(0, 19)}Z`;
  const allowed = async () => {
    if ((await env.secret()) !== "winning key") throw new ServiceError("unauthorized", "Toy does not know this key.");
  };
  const find = (id: string) => {
    const entry = entries.find((one) => one.id === id);
    if (!entry) throw new ServiceError("not_found", "There is no such entry.");
    return entry;
  };
  const end = (entry: Entry, at: string) => {
    entry.end = at;
    entry.seconds = (Date.parse(at) - Date.parse(entry.begin)) / 1_000;
    return entry;
  };
  const add = (begin: string, text = ""): Entry => {
    const id = String(entries.length + 1);
    const work = { project: { id: item.id, name: item.name } };
    entries.unshift({ id, work, begin, end: null, seconds: null, breakSeconds: 0, text, tags: [] });
    return find(id);
  };
  const running = () => entries.filter((entry) => entry.end === null);
  const unsupported = async (): Promise<never> => {
    throw new ServiceError("unsupported", "Toy has no breaks.");
  };
  return {
    id: "toy",
    async facts() {
      await allowed();
      return {
        service: "toy",
        person: { id: user, name: user },
        zone: "Europe/Berlin",
        weekStartsOn: 1,
        roles: [],
        teams: [],
        targetSeconds: null,
        booking: {
          levels: ["project"],
          required: ["project"],
          freeTimes: true,
          allowsFuture: false,
          allowsOverlap: true,
          runningLimit: 1,
        },
        fields: ["text", "begin", "end"],
        refused: {},
        modules: {},
      };
    },
    timer: {
      read: async () => ({ running: running(), onBreak: null }),
      async start({ at, text }) {
        await allowed();
        const stopped = running().map((entry) => end(entry, at ?? now()));
        return { entry: add(at ?? now(), text ?? ""), stopped, notes: [] };
      },
      stop: async (at) => ({ entries: running().map((entry) => end(entry, at ?? now())), notes: [] }),
      pause: unsupported,
      resume: unsupported,
      reopen: async (id) => Object.assign(find(id), { end: null, seconds: null }),
    },
    time: {
      async *list({ from, to }) {
        const found = entries.filter(({ begin }) => begin >= from && begin < to);
        yield { entries: found, total: found.length };
      },
      get: async (id) => ({ ...find(id) }),
      create: async ({ begin, end: at, text }) => ({ entry: end(add(begin, text ?? ""), at), notes: [] }),
      update: async (id, { text }) => ({ entry: Object.assign(find(id), { text: text ?? "" }), notes: [] }),
      remove: async (id) => void entries.splice(entries.indexOf(find(id)), 1),
    },
    work: {
      search: async ({ levels, text = "" }) =>
        levels.includes("project") && item.name.toLowerCase().includes(text.toLowerCase()) ? [item] : [],
      recent: async () => [],
      tags: async () => [],
      people: async () => [{ id: user, name: user }],
    },
    close: async () => undefined,
  };
}

export const open: OpenService = async ({ user }, environment) =>
  user === undefined ? null : createToyService(user, environment);
