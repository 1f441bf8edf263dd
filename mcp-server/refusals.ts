import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What each service refuses its account, kept in `<home>/facts/<account>.json`, so that a new process lists the right
 * tools without asking the service first.
 */
export class Refusals {
  private readonly known = new Map<string, Record<string, string>>();
  constructor(private readonly home: string) {}

  private file = (accountId: string) => join(this.home, "facts", `${accountId}.json`);

  of(accountId: string): Record<string, string> {
    let refused = this.known.get(accountId);
    if (!refused) {
      refused = this.read(accountId);
      this.known.set(accountId, refused);
    }
    return refused;
  }

  private read(accountId: string): Record<string, string> {
    try {
      const { refused } = JSON.parse(readFileSync(this.file(accountId), "utf8")) as { refused?: unknown };
      if (typeof refused !== "object" || refused === null) return {};
      return Object.fromEntries(Object.entries(refused).filter(([, why]) => typeof why === "string"));
    } catch {
      return {};
    }
  }

  /** @returns whether anything is different from before */
  async learn(accountId: string, refused: Record<string, string>): Promise<boolean> {
    const text = JSON.stringify(refused);
    if (text === JSON.stringify(this.of(accountId))) return false;
    this.known.set(accountId, refused);
    const { writeWhole } = await import("./files");
    await writeWhole(this.file(accountId), JSON.stringify({ refused })).catch(() => undefined);
    return true;
  }
}
