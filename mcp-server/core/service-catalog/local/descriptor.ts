import { UsageError } from "../../domain/headless-account";
import type { ServiceDescriptor } from "../../domain/service-descriptor";

export const local = {
  id: "local",
  label: "This computer",
  inSentence: "this computer",
  icon: "computer",
  isLocal: true,
  capabilities: ["customers", "activities", "tags", "billing", "budgets", "projectColors", "reopening"],
  // Only what the sheet needs itself.
  records: ["customer", "project", "activity", "tag", "preference", "target_hours", "leave_carry", "holiday"],
  lacks: ["absence.decide", "absence.update"],
  optionalKinds: [],
  requiredWork: [],
  polling: "usual",
  countsRequests: false,
  credential: null,
  headless: {
    options: { local: ["  --local FILE           a time sheet on this computer"] },
    example: "--local FILE",
    read({ local: file }, _named, { resolve }) {
      if (file === "") throw new UsageError("--local needs the path of a file.");
      return file === undefined ? [] : [{ service: "local", file: resolve(file) }];
    },
    identity: ({ file }) => file ?? "",
  },
} as const satisfies ServiceDescriptor;
