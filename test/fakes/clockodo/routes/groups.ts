import type { FakeState } from "../model";

/** `true`, `false`, or the customers that are open: whole, or by projects (clockodo-api.md §2.15). */
type ByCustomer = boolean | Record<string, true | { projects: Record<string, true> }>;
export interface FakeRights {
  add: ByCustomer;
  report: ByCustomer;
  edit: ByCustomer;
  services: boolean | Record<string, true>;
}
export interface FakeGroup extends Record<string, unknown> {
  id: number;
  name: string;
  users_ids: number[];
  has_elevated_access: boolean;
  has_master_data_access: boolean;
  company_default: boolean;
  rights: FakeRights;
}

export const noRights = (): FakeRights => ({ add: false, report: false, edit: false, services: false });

/** Everybody is in the company's own group until somebody changes that. */
export function groupsOf(state: FakeState): FakeGroup[] {
  state.rows.accessGroups ??= [
    {
      id: 3,
      name: "Everybody",
      users_ids: state.users.map(({ id }) => id),
      has_elevated_access: false,
      has_master_data_access: false,
      company_default: true,
      rights: { add: true, report: false, edit: false, services: true },
    } satisfies FakeGroup,
  ];
  return state.rows.accessGroups as FakeGroup[];
}
