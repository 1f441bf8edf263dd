import { type Answered, type Asked, type FakeCustomer, type FakeState, ok, problem } from "../model";
import { flag, ids, may, orNull, text, within } from "./checks";
import { type Resource, resourceRoute } from "./resource";

export const manageWork = "manage_customers_and_projects";

/** Only what exists can be assigned (§1.5). */
export function missingServices(asked: Asked, assigned: number[] | undefined): Answered | null {
  const missing = (assigned ?? []).filter((one) => !asked.state.services.some(({ id }) => id === one));
  if (missing.length === 0) return null;
  return problem(asked.state, 422, "ServiceDoesNotExist", "A service does not exist.", "service_assignments", {
    non_existent_ids: missing,
  });
}

const resource: Resource<FakeCustomer> = {
  rows: (state) => state.customers,
  fields: {
    name: text(100),
    number: orNull(text(50)),
    active: flag,
    billable_default: flag,
    note: orNull(text(1000)),
    color: within(1, 9),
    bill_service_id: orNull(text(50)),
    service_assignments: ids,
  },
  needed: ["name"],
  fresh: () => ({ name: "", number: null, active: true, billable_default: true, note: null, color: 6 }),
  show(asked, { note, service_assignments = [], ...row }) {
    // Notes come only with rights; assignments to those who manage services (§1.8, §2.5).
    return {
      ...row,
      test_data: false,
      ...(may(asked.user, manageWork) && { note, bill_service_id: null }),
      ...(may(asked.user, "manage_services") && { service_assignments }),
    };
  },
  right: manageWork,
  wrong({ state, ...asked }, after, _others, before) {
    if (before?.active && !after.active && state.company.default_customers_id === after.id)
      return problem(state, 422, "ArchiveCompanyDefaultIsNotAllowed", "It is the default customer of the company.");
    return missingServices({ ...asked, state }, after.service_assignments);
  },
  relations: (state, { id }) => ({
    projects: state.projects.filter((each) => each.customers_id === id).length,
    entries: state.entries.filter((each) => each.customers_id === id).length,
  }),
  perPage: 5_000,
};

function countProjects(asked: Asked): Answered {
  const { state, query } = asked;
  asked.known("customers_id", "customers_id[]", "scope");
  const wanted = [...query.getAll("customers_id"), ...query.getAll("customers_id[]")].flatMap((one) => one.split(","));
  const counted = (state: FakeState, id: number, active: boolean) =>
    state.projects.filter((each) => each.customers_id === id && each.active === active).length;
  const rows = state.customers.filter(({ id }) => wanted.includes(String(id)));
  return ok({
    paging: { items_per_page: 1000, current_page: 1, count_pages: 1, count_items: rows.length },
    data: rows.map(({ id }) => ({
      customers_id: id,
      active: counted(state, id, true),
      inactive: counted(state, id, false),
    })),
  });
}

export function customers(asked: Asked, [id]: string[]): Answered {
  return id === "countProjects" ? countProjects(asked) : resourceRoute(asked, id, resource);
}
