/** Clockodo's field names in our words, for error messages. */
export const fieldNames: Readonly<Record<string, string>> = {
  customers_id: "customer",
  projects_id: "project",
  subprojects_id: "subproject",
  services_id: "activity",
  lumpsum_services_id: "lump_sum_service",
  users_id: "person",
  teams_id: "team",
  time_since: "begin",
  time_until: "end",
  date_since: "first",
  date_until: "last",
  half_day: "half",
  count_hours: "hours",
  hourly_rate: "rate",
  texts_id: "text",
};
