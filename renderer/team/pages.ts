import type { PagePath } from "#team/api/page-paths";
import { type Chunk, chunk } from "../ui/use-chunk";
import type { TeamPageProps } from "./page-props";

interface TeamPage {
  page: Chunk<TeamPageProps>;
  /** For people who are not signed in as well. */
  isOpen?: true;
  /** Without the navigation: one question, nothing beside it. */
  isAlone?: true;
}

/** Each path's page; it is loaded when it is opened. */
export const pages: Record<PagePath, TeamPage> = {
  "/sign-in": { page: chunk(() => import("./sign-in/sign-in-page")), isOpen: true, isAlone: true },
  "/invitation": {
    page: chunk(() => import("./invitation/invitation-page")),
    isOpen: true,
    isAlone: true,
  },
  "/approve/:id": { page: chunk(() => import("./approve/approve-page")), isAlone: true },
  "/consent/:uid": { page: chunk(() => import("./consent/consent-page")), isAlone: true },
  "/connect/:service": { page: chunk(() => import("./account/connect-page")), isAlone: true },
  "/connect/:service/signed-in": {
    page: chunk(() => import("./account/signed-in-page")),
    isAlone: true,
  },
  "/accounts/:id": { page: chunk(() => import("./account/permissions-page")) },
  "/": { page: chunk(() => import("./home/home-page")) },
  "/activity": { page: chunk(() => import("./activity/activity-page")) },
  "/admin/people": { page: chunk(() => import("./admin/people/people-page")) },
  "/admin/policy": { page: chunk(() => import("./admin/policy/policy-page")) },
  "/admin/health": { page: chunk(() => import("./admin/health/health-page")) },
};
