import type { NetworkGuard } from "#core/domain/ports";
import { createDispatcher } from "#core/platform/http-dispatcher";
import type { Clock, Database } from "../store/database";
import { acceptedMetadata } from "./client-metadata";
import { hashedId } from "./hashed-id";

/** How long a client whose document cannot be fetched is known by what it said last. */
const staleFor = 7 * 86_400_000;
/** Bytes of a document or of a client's keys. */
const longest = 5 * 1024;
const timeouts = { connectMs: 2_500, silenceMs: 2_500 };

export interface DocumentDeps {
  database: Database;
  clock: Clock;
  /** Lists servers beside the public internet that identity documents may lie on. */
  network: NetworkGuard;
}

interface DocumentRow {
  document: string;
  fetched_at: number;
}

/**
 * Fetches what oidc-provider asks for: identity documents of clients and their keys. Only from public addresses. A client
 * that somebody let in stays known while its own server is down, because otherwise each refresh would sign it out.
 */
export class ClientDocuments {
  constructor(private readonly deps: DocumentDeps) {}

  /** @param init of the provider, with a time limit for all of it */
  readonly fetch = async (address: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(address instanceof Request ? address.url : address);
    try {
      return await this.fetchNow(url, init);
    } catch (error) {
      const kept = await this.kept(url.href);
      if (kept !== undefined) return new Response(kept, { headers: { "content-type": "application/json" } });
      throw error;
    }
  };

  private async fetchNow(url: URL, init: RequestInit): Promise<Response> {
    const { fetch: fetchWith } = await import("undici");
    const dispatcher = await createDispatcher(url.origin, true, timeouts, this.deps.network);
    try {
      const options = { ...init, dispatcher } as Parameters<typeof fetchWith>[1];
      const { status, headers, body } = await fetchWith(url, options);
      if (status >= 500) throw new Error(`The client's server answered ${status}.`);
      const parts: Uint8Array[] = [];
      let size = 0;
      for await (const part of body ?? []) {
        size += part.length;
        if (size > longest) throw new Error("The client's document is too long.");
        parts.push(part);
      }
      return new Response(acceptedMetadata(Buffer.concat(parts).toString()), { status, headers: [...headers] });
    } finally {
      await dispatcher.destroy();
    }
  }

  /** Keeps what a client said of itself when a person let it in. @param document its metadata */
  async keep(url: string, document: object): Promise<void> {
    const { database, clock } = this.deps;
    await database.run(
      `INSERT INTO oauth_client_documents (id, url, document, fetched_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET document = excluded.document, fetched_at = excluded.fetched_at`,
      [hashedId("document", url), url, JSON.stringify(document), clock()],
    );
  }

  private async kept(url: string): Promise<string | undefined> {
    const { database, clock } = this.deps;
    const row = await database.first<DocumentRow>(
      "SELECT document, fetched_at FROM oauth_client_documents WHERE id = ?",
      [hashedId("document", url)],
    );
    return row && clock() - row.fetched_at < staleFor ? row.document : undefined;
  }
}
