import { lstatSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { toolNames } from "#core/access/tool-rules";
import { largestQuestion, type QuestionAnswer, questionSchema } from "#core/domain/question/question";
import { writeWholeSync } from "#core/platform/atomic-file";
import { onFolderChange } from "#core/platform/file-watcher";
import { privateFolder } from "#core/platform/private-folder";
import { homeFiles } from "#core/platform/state/home-files";
import type { Log } from "../app/failure";

const schema = questionSchema.extend({ tool: z.enum(toolNames) });
export type KnownQuestion = z.infer<typeof schema>;

const questionName = /^([0-9a-f]{32})\.json$/;
const ourName = /^[0-9a-f]{32}(\.answer)?\.json/;
const settle = 20;
const pollEvery = 1_500;

/** `<home>/confirmations`, where servers put questions to the person: `<id>.json`, answered by `<id>.answer.json`. */
export interface AskFolder {
  /** What is there and can be read; what cannot is taken away, which its server understands as a no. */
  read(): KnownQuestion[];
  answer(id: string, answer: QuestionAnswer): void;
  remove(id: string): void;
  close(): void;
}
export type OpenFolder = (changed: () => void) => AskFolder;

/** Opens the folder empty: nobody waits any more for what an app that is gone was asked. */
export function openAskFolder(home: string, changed: () => void, log: Log): AskFolder {
  const folder = join(home, homeFiles.confirmations);
  let stopWatching: () => void = () => undefined;
  let soon: ReturnType<typeof setTimeout> | undefined;
  let poll: ReturnType<typeof setInterval> | undefined;
  const file = (id: string, ending: "" | ".answer" = "") => join(folder, `${id}${ending}.json`);

  const follow = () => {
    privateFolder(folder);
    stopWatching();
    const heard = () => {
      soon ??= setTimeout(() => {
        soon = undefined;
        changed();
      }, settle);
    };
    stopWatching = onFolderChange(folder, heard, lookNowAndThen);
  };
  const lookNowAndThen = (error: unknown) => {
    log("watch", { folder: homeFiles.confirmations, error: String(error) });
    stopWatching();
    poll ??= setInterval(changed, pollEvery);
    poll.unref();
  };

  try {
    follow();
    for (const name of readdirSync(folder)) if (ourName.test(name)) rmSync(join(folder, name), { force: true });
  } catch (error) {
    lookNowAndThen(error);
  }

  const parse = (id: string): KnownQuestion | null => {
    // Anything of the person's may write here: what is not a small plain file is not opened.
    const facts = lstatSync(file(id), { throwIfNoEntry: false });
    if (!facts) return null;
    const parsed = facts.isFile() && facts.size <= largestQuestion ? readQuestion(file(id)) : null;
    if (parsed?.id === id) return parsed;
    log("question not understood", { id });
    remove(id);
    return null;
  };
  const remove = (id: string) => {
    try {
      rmSync(file(id), { force: true, recursive: true });
    } catch (error) {
      // It still expires, and a question that nobody answers counts as no.
      log("question not removed", { id, error: String(error) });
    }
  };

  return {
    read() {
      let names: string[];
      try {
        names = readdirSync(folder);
      } catch {
        // Taken away while the app runs: made again, or the next question would never be seen.
        try {
          follow();
        } catch (error) {
          lookNowAndThen(error);
        }
        return [];
      }
      return names.flatMap((name) => parse(questionName.exec(name)?.[1] ?? "") ?? []);
    },
    answer(id, answer) {
      writeWholeSync(file(id, ".answer"), `${JSON.stringify({ answer })}\n`);
    },
    remove,
    close() {
      clearTimeout(soon);
      clearInterval(poll);
      stopWatching();
    },
  };
}

function readQuestion(file: string): KnownQuestion | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}
