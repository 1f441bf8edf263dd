import type { PagePath } from "#team/api/page-paths";
import type en from "../i18n/team/en.json";
import type { IconName } from "../ui/icon";

interface NavItem {
  to: PagePath;
  icon: IconName;
  label: `nav.${keyof (typeof en)["nav"]}`;
  /** Only admins see it. */
  forAdmins?: true;
}

/** The navigation, in its order. */
export const nav: readonly NavItem[] = [
  { to: "/", icon: "home", label: "nav.home" },
  { to: "/activity", icon: "history", label: "nav.activity" },
  { to: "/admin/people", icon: "people", label: "nav.people", forAdmins: true },
  { to: "/admin/policy", icon: "shield", label: "nav.policy", forAdmins: true },
  { to: "/admin/health", icon: "pulse", label: "nav.health", forAdmins: true },
];
