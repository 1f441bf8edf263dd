import type { Migration } from "../migration";

/** What the lines of a question are made of, so that its page words them in the person's language. */
export const approvalParts: Migration = {
  number: 29,
  name: "parts of questions",
  statements: ["ALTER TABLE approvals ADD COLUMN parts TEXT"],
};
