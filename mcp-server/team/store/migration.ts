/** One step of the schema. A step that was released is never changed; what comes later is a step of its own. */
export interface Migration {
  number: number;
  name: string;
  /** In the common subset; `BYTES` is the type of blobs in both. */
  statements: readonly string[];
}
