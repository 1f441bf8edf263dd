import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { PagePath } from "../../mcp-server/team/api/page-paths";
import type { TeamPageProps } from "./page-props";

interface TeamPage {
  page: LazyExoticComponent<ComponentType<TeamPageProps>>;
  /** For people who are not signed in as well. */
  isOpen?: true;
  /** Without the navigation: one question, nothing beside it. */
  isAlone?: true;
}

/** Each path's page; it is loaded when it is opened. */
export const pages: Record<PagePath, TeamPage> = {
  "/sign-in": { page: lazy(() => import("./sign-in/sign-in-page")), isOpen: true, isAlone: true },
  "/invitation": { page: lazy(() => import("./invitation/invitation-page")), isOpen: true, isAlone: true },
  "/approve/:id": { page: lazy(() => import("./approve/approve-page")), isAlone: true },
  "/consent/:uid": { page: lazy(() => import("./consent/consent-page")), isAlone: true },
  "/connect/:service": { page: lazy(() => import("./account/connect-page")), isAlone: true },
  "/connect/:service/signed-in": { page: lazy(() => import("./account/signed-in-page")), isAlone: true },
  "/accounts/:id": { page: lazy(() => import("./account/permissions-page")) },
  "/": { page: lazy(() => import("./home/home-page")) },
  "/activity": { page: lazy(() => import("./activity/activity-page")) },
  "/admin/people": { page: lazy(() => import("./admin/people/people-page")) },
  "/admin/policy": { page: lazy(() => import("./admin/policy/policy-page")) },
  "/admin/health": { page: lazy(() => import("./admin/health/health-page")) },
};
