import { statSync } from "node:fs";
import { join } from "node:path";
import { AppQuestions } from "#core/confirmation/app-window";
import { writeWhole } from "#core/platform/atomic-file";
import { homeFolder } from "#core/platform/private-folder";
import {
  type AccountSettings,
  emptySettings,
  parseSettings,
  readSettingsText,
  type Settings,
} from "#core/platform/settings";
import { homeFiles } from "#core/platform/state/home-files";
import { ImportProblem } from "./client-entries";

/**
 * The settings belong to the app, which holds them in memory and writes them whole: an account that is written beside a
 * running app would be gone at its next change. So accounts are added only while it does not run
 * (docs/decisions/import.md).
 */
export class SettingsFile {
  private readonly file: string;
  constructor(private readonly home: string) {
    this.file = join(home, homeFiles.settings);
  }

  /** @throws ImportProblem while the app runs, or where the file cannot be used or written */
  read(): Settings {
    if (new AppQuestions({ home: this.home }).appRuns())
      throw new ImportProblem("Punchcard is running, and it alone writes its settings. Quit it, then run this again.");
    const text = this.text();
    if (text === null) return emptySettings();
    const parsed = parseSettings(text);
    if ("problem" in parsed)
      throw new ImportProblem(`Punchcard's settings cannot be used (${this.file}): ${parsed.problem.message}`);
    return parsed.settings;
  }

  /** Adds accounts to what the file says at this moment. @throws ImportProblem, and then nothing is changed */
  async add(accounts: readonly AccountSettings[]): Promise<void> {
    const settings = this.read();
    settings.accounts.push(...accounts);
    settings.activeAccount ??= accounts[0]?.id ?? null;
    try {
      await writeWhole(this.file, `${JSON.stringify(settings, null, 2)}\n`, homeFolder);
    } catch (error) {
      throw new ImportProblem(`Punchcard's settings cannot be written (${(error as NodeJS.ErrnoException).code}).`);
    }
  }

  private text(): string | null {
    try {
      const stats = statSync(this.file);
      // Replacing by rename would get round a read-only mark, which somebody set on purpose.
      if ((stats.mode & 0o200) === 0) throw new ImportProblem(`Punchcard's settings are read-only (${this.file}).`);
      return readSettingsText(this.file);
    } catch (error) {
      if (error instanceof ImportProblem) throw error;
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw new ImportProblem(`Punchcard's settings cannot be read: ${(error as Error).message}`);
    }
  }
}
