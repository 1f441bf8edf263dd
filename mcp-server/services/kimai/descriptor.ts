import type { ServiceDescriptor } from "../../domain/service-descriptor";
import { kimaiPlace } from "./address-rule";
import { headless } from "./headless";

export const kimai = {
  id: "kimai",
  label: "Kimai",
  inSentence: "Kimai",
  icon: "server",
  isLocal: false,
  capabilities: ["reopening", "askAgain"],
  records: [
    "customer",
    "project",
    "activity",
    "tag",
    "person",
    "preference",
    "team",
    "membership",
    "grant",
    "rate",
    "comment",
    "meta_field",
    "favourite",
    "invoice",
    "holiday",
    "holiday_group",
    "month_lock",
    "expense",
    "task",
    "token",
  ],
  lacks: ["holiday.create", "holiday.update", "rate.update", "person.delete", "favourite.update", "tag.update"],
  optionalKinds: ["absence", "others_absence", "holiday", "month_lock", "expense", "task"],
  requiredWork: ["project", "activity"],
  polling: "usual",
  countsRequests: false,
  credential: {
    kind: "token",
    where: "your profile in the service",
    asks: ["url", "secret"],
    actsFor: "person",
    place: kimaiPlace,
    // Only the token page of the address being typed in is opened, nothing of it is passed on.
    page: (typed) => typed && `${typed.origin}${typed.pathname.replace(/\/+$/, "").replace(/\/api$/, "")}/en/profile/`,
  },
  headless,
} as const satisfies ServiceDescriptor;
