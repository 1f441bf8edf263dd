import { expect, test } from "vitest";
import { calamariSession } from "../calamari-session";

test("people of a team are asked for by a filter, and an `of` is answered with it", async () => {
  const { call, ok } = await calamariSession({ profile: "everything" });
  const refused = await call("list_records", { type: "person", of: "team Design" });
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain('Filter by it: filter {"team": "Design"}.');
  const { text } = await ok("list_records", { type: "person", filter: { team: "Design" } });
  expect(text).toContain("Ida Berg");
  expect(text).not.toContain("Jan Nowak");
});

test("projects that delete_record archives say so, where it is asked and where changing one is refused", async () => {
  const { call, ok } = await calamariSession({ profile: "everything" });
  const described = await ok("list_records", { type: "project", describe: true });
  expect(described.text).toContain("delete (delete_record archives it)");
  expect(described.text).toContain("Archived: Nobody can book on it then");
  const refused = await call("save_record", {
    type: "project",
    records: [{ id: "Harbour app", values: { name: "X" } }],
  });
  expect(refused.text).toContain("delete (delete_record archives it)");
});
