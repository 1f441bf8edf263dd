import type { ServiceDescriptor } from "../../domain/service-descriptor";
import { calamariPlace } from "./address-rule";
import { headless } from "./headless";

export const calamari = {
  id: "calamari",
  label: "Calamari",
  inSentence: "Calamari",
  icon: "calendar",
  isLocal: false,
  capabilities: ["settings", "modules", "breakTypes", "substitutes", "dayParts", "approval", "absenceComments"],
  records: ["project", "person", "position", "contract_type", "team", "holiday", "target_hours", "leave_quota"],
  // Deciding and cancelling are done in Calamari's own app (calamari-api.md §2.0).
  lacks: [
    "absence.decide",
    "absence.delete",
    "others_absence.delete",
    "project.update",
    "holiday.create",
    "holiday.update",
    "holiday.delete",
    "target_hours.create",
    "target_hours.update",
    "target_hours.delete",
    "leave_account.update",
    "leave_account.delete",
    "team.update",
  ],
  // Both modules can be missing; projects belong to the one for time.
  optionalKinds: ["timer", "time", "others_time", "project", "absence", "others_absence", "leave_account"],
  requiredWork: [],
  // All people of a company share one small quota (calamari-api.md §1.4).
  polling: "sparing",
  countsRequests: true,
  // The one page for all companies; who signs in there gets to their own (calamari-api.md §1.1).
  page: "https://app-new.calamari.io",
  credential: {
    kind: "key",
    where: "Configuration, Integrations, API in Calamari",
    asks: ["url", "secret", "user"],
    actsFor: "company",
    place: calamariPlace,
    page: () => "https://app-new.calamari.io/clockin/configuration/api",
    signIn: { copyFrom: "Configuration, Integrations, MCP Server in Calamari" },
  },
  headless,
} as const satisfies ServiceDescriptor;
