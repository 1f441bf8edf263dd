import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { asidesOf } from "#core/platform/put-aside";
import { readPending } from "#server/imports/pending-file";
import { fastFolder } from "../../../fakes/fast-folder";

test.each(["", "{", '{"version":9}'])(
  "an open import of which only %j can be read is put aside, not deleted",
  (text) => {
    const home = fastFolder("pending");
    const file = join(home, "import.json");
    writeFileSync(file, text);
    expect([readPending(home), readPending(home)]).toEqual([null, null]);
    expect(existsSync(file)).toBe(false);
    expect(asidesOf(file).map((aside) => readFileSync(aside.file, "utf8"))).toEqual([text]);
  },
);
