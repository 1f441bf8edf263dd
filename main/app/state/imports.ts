import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import {
  type ImportDone,
  type ImportPending,
  type ImportPreview,
  type ImportTakenBack,
  importAnswer,
  importDone,
  importMethods,
  importPending,
  importPreview,
  importTakenBack,
} from "#core/domain/results/imports";
import type { contract, Notification } from "../../ipc/contract";
import type { AppRequests } from "../../server";
import { AppFailure, notSaved } from "../failure";

type Input<C extends keyof typeof contract> = z.output<(typeof contract)[C]["request"]>;

/** Milliseconds between two words of an import: a service that holds requests back may need minutes for the next one. */
const longestSilence = 10 * 60_000;
/** A file of 50 MB is read within it. */
const previewTimeout = 120_000;

/** Bringing in files of other programs, by the bundled server. The file is what the person chose last. */
export class Imports {
  private path: string | null = null;

  constructor(
    private readonly deps: {
      server: AppRequests;
      home: string;
      progress(value: Notification<"imports:progress">): void;
      written(): void;
    },
  ) {}

  /** Whether an import broke off, without asking the server. */
  isOpen = (): boolean => existsSync(join(this.deps.home, "import.json"));

  async choose(ask: () => Promise<string | null>): Promise<{ name: string } | null> {
    const path = await ask();
    if (path === null) return null;
    this.path = path;
    return { name: basename(path) };
  }

  preview({ accountId: account, choices }: Input<"imports:preview">): Promise<ImportPreview> {
    const asked = { account, path: this.chosen(), choices };
    return this.ask(importMethods.preview, asked, importPreview, { write: false, timeout: previewTimeout });
  }

  run({ accountId: account, choices, ...seen }: Input<"imports:run">): Promise<ImportDone> {
    const path = this.chosen();
    return this.write(importMethods.run, { account, path, choices, name: basename(path), ...seen }, importDone);
  }

  async cancel(): Promise<void> {
    await this.deps.server.request(importMethods.cancel, {}, z.object({}), { write: false });
  }

  async pending(): Promise<ImportPending["pending"]> {
    if (!this.isOpen()) return null;
    return (await this.deps.server.request(importMethods.pending, {}, importPending, { write: false })).pending;
  }

  goOn(): Promise<ImportDone> {
    return this.write(importMethods.goOn, {}, importDone);
  }

  takeBack(): Promise<ImportTakenBack> {
    return this.write(importMethods.takeBack, {}, importTakenBack);
  }

  private chosen(): string {
    if (this.path === null) throw notSaved("argument", "Choose a file first.");
    return this.path;
  }

  private async write<S extends z.ZodType>(
    method: string,
    params: Record<string, unknown>,
    schema: S,
  ): Promise<z.output<S>> {
    const { progress, written } = this.deps;
    const onProgress = (done: number, all: number) => progress({ done, all });
    try {
      return await this.ask(method, params, schema, { write: true, timeout: longestSilence, onProgress });
    } finally {
      progress(null);
      written();
    }
  }

  private async ask<S extends z.ZodType>(
    method: string,
    params: Record<string, unknown>,
    schema: S,
    options: Parameters<AppRequests["request"]>[3],
  ): Promise<z.output<S>> {
    const answer = await this.deps.server.request(method, params, importAnswer(schema), options);
    if ("error" in answer) throw new AppFailure(answer.error);
    return (answer as { value: z.output<S> }).value;
  }
}
