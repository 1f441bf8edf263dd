import type { FileFacts, FileSystem } from "#main/clients/file-system";

interface Item {
  bytes: Buffer;
  mode: number;
  links: number;
}
type Step = keyof FileSystem;

const failure = (code: string, path: string) => Object.assign(new Error(`${code}: ${path}`), { code });

/**
 * A file system in memory that calls `before` at each step, so that a test can change files or die between any two.
 * Folders are those given and whatever is made; both separators are understood.
 */
export class MemoryFiles implements FileSystem {
  readonly files = new Map<string, Item>();
  readonly folders = new Set<string>();
  readonly locked = new Set<string>();
  before: (step: Step, path: string) => void = () => undefined;
  steps = 0;
  /** Bytes written by anything but this test. */
  written = 0;

  constructor(folders: string[], files: Record<string, string | Uint8Array> = {}) {
    for (const folder of folders) this.addFolder(folder);
    for (const [path, content] of Object.entries(files)) this.put(path, content);
  }

  addFolder(path: string): void {
    const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
    this.folders.add(path);
    if (cut > 0) this.addFolder(path.slice(0, cut));
  }
  /** The test's own hand, which is no step. */
  put(path: string, content: string | Uint8Array, mode = 0o600): void {
    this.addFolder(path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"))));
    this.files.set(path, { bytes: Buffer.from(content), mode, links: 1 });
  }
  text(path: string): string | null {
    return this.files.get(path)?.bytes.toString("utf8") ?? null;
  }
  private step(step: Step, path: string): void {
    this.steps++;
    this.before(step, path);
  }

  async facts(path: string): Promise<FileFacts | null> {
    this.step("facts", path);
    const file = this.files.get(path);
    if (file)
      return { kind: "file", mode: file.mode, uid: 1000, gid: 1000, links: file.links, size: file.bytes.length };
    return this.folders.has(path) ? { kind: "folder", mode: 0o700, uid: 1000, gid: 1000, links: 1, size: 0 } : null;
  }
  async realpath(path: string): Promise<string> {
    this.step("realpath", path);
    return path;
  }
  async read(path: string): Promise<Uint8Array> {
    this.step("read", path);
    const file = this.files.get(path);
    if (!file) throw failure("ENOENT", path);
    return Buffer.from(file.bytes);
  }
  async list(path: string): Promise<string[]> {
    this.step("list", path);
    const names = [...this.files.keys(), ...this.folders].filter(
      (name) => name.startsWith(path) && /^[\\/][^\\/]+$/.test(name.slice(path.length)),
    );
    return names.map((name) => name.slice(path.length + 1));
  }
  async writable(path: string): Promise<boolean> {
    this.step("writable", path);
    return !this.locked.has(path);
  }
  async makeFolder(path: string): Promise<void> {
    this.step("makeFolder", path);
    this.addFolder(path);
  }
  async privateFolder(path: string): Promise<void> {
    await this.makeFolder(path);
  }
  async create(path: string, bytes: Uint8Array, as: { mode: number }): Promise<void> {
    this.step("create", path);
    if (this.files.has(path)) throw failure("EEXIST", path);
    // Half of it first: whoever is stopped here leaves a torn temporary file behind.
    this.files.set(path, { bytes: Buffer.from(bytes.subarray(0, bytes.length / 2)), mode: 0o600, links: 1 });
    this.step("create", path);
    this.files.set(path, { bytes: Buffer.from(bytes), mode: as.mode, links: 1 });
    this.written += bytes.length;
  }
  async replace(temporary: string, target: string, expected: Uint8Array | null): Promise<boolean> {
    this.step("replace", target);
    const [file, there] = [this.files.get(temporary), this.files.get(target)];
    if (!file) throw failure("ENOENT", temporary);
    if (expected === null ? there : !there?.bytes.equals(expected)) return false;
    this.files.delete(temporary);
    this.files.set(target, file);
    return true;
  }
  async rename(from: string, to: string): Promise<void> {
    this.step("rename", to);
    const file = this.files.get(from);
    if (!file) throw failure("ENOENT", from);
    this.files.delete(from);
    this.files.set(to, file);
  }
  async remove(path: string): Promise<void> {
    this.step("remove", path);
    this.files.delete(path);
  }
  async removeIf(path: string, expected: Uint8Array): Promise<boolean> {
    this.step("removeIf", path);
    if (!this.files.get(path)?.bytes.equals(expected)) return false;
    return this.files.delete(path);
  }
  async syncFolder(path: string): Promise<void> {
    this.step("syncFolder", path);
  }
  async wait(): Promise<void> {}
}
