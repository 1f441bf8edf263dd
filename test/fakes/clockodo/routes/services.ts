import { type Answered, type Asked, type FakeService, type FakeState, problem } from "../model";
import { flag, may, orNull, text, within } from "./checks";
import { type Resource, resourceRoute } from "./resource";

const manage = "manage_services";
const price = 99_999_999.99;
const fields = { name: text(100), number: orNull(text(50)), active: flag, note: orNull(text(1000)) };

const serviceResource: Resource<FakeService> = {
  rows: (state) => state.services,
  fields: { ...fields, bill_service_id: orNull(text(50)) },
  needed: ["name"],
  fresh: () => ({ name: "", number: null, active: true, note: null }),
  show: (asked, { note, ...row }) => ({ ...row, ...(may(asked.user, manage) && { note, bill_service_id: null }) }),
  right: manage,
  wrong({ state }, after, _others, before) {
    if (before?.active && !after.active && state.company.default_services_id === after.id)
      return problem(state, 422, "ArchiveCompanyDefaultIsNotAllowed", "It is the default service of the company.");
    return null;
  },
  relations: (state, { id }) => ({ entries: state.entries.filter((each) => each.services_id === id).length }),
  perPage: 5_000,
};

const lumpSumResource: Resource<FakeState["lumpSumServices"][number]> = {
  rows: (state) => state.lumpSumServices,
  fields: { ...fields, price: within(-price, price), unit: orNull(text(6)) },
  needed: ["name", "price"],
  fresh: () => ({ name: "", number: null, active: true, note: null, price: 0, unit: null }),
  show: (asked, { note, ...row }) => ({ ...row, ...(may(asked.user, manage) && { note }) }),
  right: manage,
  relations: (state, { id }) => ({
    entries: state.entries.filter((each) => each.lumpsum_services_id === id).length,
  }),
  perPage: 5_000,
};

export const services = (asked: Asked, [id]: string[]): Answered => resourceRoute(asked, id, serviceResource);
export const lumpSumServices = (asked: Asked, [id]: string[]): Answered => resourceRoute(asked, id, lumpSumResource);
