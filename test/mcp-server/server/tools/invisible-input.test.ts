import { expect, test } from "vitest";
import { openToolSession } from "../../../fakes/tool-session";

test("what nobody could see in a question is not sent either", async () => {
  const { call, memory } = openToolSession({ profile: "everything" });
  const hidden = "\u202eevil\u2066 \u{e0041}text\u200b";
  const made = await call("log_time", {
    entries: [
      {
        day: "yesterday",
        from: "9:00",
        to: "10:00",
        project: "Website\u200b relaunch",
        activity: "Design",
        text: hidden,
      },
    ],
  });
  expect(made.isError, made.text).toBe(false);
  const text = memory.entries.find((entry) => entry.text.includes("evil"))?.text;
  expect(text).toBe("evil text");
});

test("line breaks, tabs, emoji and scripts that need joiners stay as they were written", async () => {
  const { call, memory } = openToolSession({ profile: "everything" });
  const written = "First\n\n\n\tsecond 👩‍💻 1️⃣ नमस्‍ते zażółć";
  await call("log_time", {
    entries: [
      { day: "yesterday", from: "9:00", to: "10:00", project: "Website relaunch", activity: "Design", text: written },
    ],
  });
  expect(memory.entries.map(({ text }) => text)).toContain(written);
});

test("control characters are refused, in a text as in an id", async () => {
  const { call, memory } = openToolSession({ profile: "everything" });
  const entry = { day: "yesterday", from: "9:00", to: "10:00", project: "Website relaunch", activity: "Design" };
  for (const answer of [
    await call("log_time", { entries: [{ ...entry, text: "a\u0000b" }] }),
    await call("delete_time", { ids: ["1\u0000"] }),
    await call("save_record", { type: "tag", records: [{ values: { name: "a\u001bb" } }] }),
  ])
    expect(answer.data).toMatchObject({ error: { code: "argument", saved: "no" } });
  expect(memory.writes).toEqual([]);
});
