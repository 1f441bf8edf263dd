import { InputError } from "#core/domain/errors";

/** A client holds the whole of a resource in memory; so do we, and no more than this. */
const mostBytes = 32 * 1024 * 1024;

/** A text that is built line by line, with its size told before anybody asks. */
export class Sheet {
  private lines: string[] = [];
  private size: number;

  constructor(
    readonly mimeType: string,
    private readonly start: string,
    private readonly end: string,
  ) {
    this.size = Buffer.byteLength(start) + Buffer.byteLength(end);
  }

  /** @throws InputError before it gets too large to hand over */
  add(line: string): void {
    this.lines.push(line);
    this.size += Buffer.byteLength(line);
    if (this.size > mostBytes)
      throw new InputError("argument", `This would be more than ${mostBytes / 1024 / 1024} MB.`, {
        next: "Choose a shorter period, and put the files together.",
      });
  }

  reverse(): void {
    this.lines.reverse();
  }

  get rows(): number {
    return this.lines.length;
  }

  get bytes(): number {
    return this.size;
  }

  text(): string {
    const all = this.start + this.lines.join("") + this.end;
    this.lines = [];
    return all;
  }
}
