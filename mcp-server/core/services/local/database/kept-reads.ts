import { pragma, type Sql } from "../../../platform/sqlite";

const mostKept = 16;

/** What was read of a time sheet, for as long as nobody has written to it. */
export class KeptReads {
  private readonly results = new Map<string, unknown>();
  private version = Number.NaN;
  /** Since the event loop last waited: what came in later is answered from what is there then. */
  private looked = false;

  constructor(private readonly sql: Sql) {}

  /**
   * @param key names all that `read` depends on beside the file
   * @returns what everybody gets who asks for the same: nobody may change it
   */
  of<T>(key: string, read: () => T): T {
    this.look();
    if (this.results.has(key)) return this.results.get(key) as T;
    const result = read();
    if (this.results.size >= mostKept) this.results.clear();
    this.results.set(key, result);
    return result;
  }

  private look(): void {
    if (this.looked) return;
    // Another one after each commit of another connection, of whatever process; own writes call `forget`. It is asked for
    // before anything is read: what is committed in between is read then, and again the next time.
    const version = pragma(this.sql, "data_version");
    if (version !== this.version) this.results.clear();
    this.version = version;
    this.looked = true;
    process.nextTick(() => {
      this.looked = false;
    });
  }

  forget(): void {
    this.results.clear();
  }
}
