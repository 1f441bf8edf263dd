/** Every operation of Kimai 2.66's API description (98), by method and path below `/api`. */
export const coreOperations = `
GET /actions/activity/{id}/{view}/{locale}
GET /actions/customer/{id}/{view}/{locale}
GET /actions/project/{id}/{view}/{locale}
GET /actions/timesheet/{id}/{view}/{locale}
GET /activities
POST /activities
DELETE /activities/{id}
GET /activities/{id}
PATCH /activities/{id}
PATCH /activities/{id}/meta
GET /activities/{id}/rates
POST /activities/{id}/rates
DELETE /activities/{id}/rates/{rateId}
POST /activities/{id}/team
GET /config/colors
GET /config/timesheet
GET /customers
POST /customers
DELETE /customers/{id}
GET /customers/{id}
PATCH /customers/{id}
GET /customers/{id}/comments
POST /customers/{id}/comments
DELETE /customers/{id}/comments/{comment}
PATCH /customers/{id}/comments/{comment}/pin
PATCH /customers/{id}/meta
GET /customers/{id}/rates
POST /customers/{id}/rates
DELETE /customers/{id}/rates/{rateId}
POST /customers/{id}/team
DELETE /dashboard/widgets
POST /dashboard/widgets/{widget}
DELETE /export/{id}
GET /favorites/timesheets
DELETE /favorites/timesheets/{id}
POST /favorites/timesheets/{id}
GET /invoices
DELETE /invoices/documents/{id}
DELETE /invoices/templates/{id}
DELETE /invoices/{id}
GET /invoices/{id}
PATCH /invoices/{id}/custom-fields
GET /invoices/{id}/download
GET /ping
GET /plugins
GET /projects
POST /projects
DELETE /projects/{id}
GET /projects/{id}
PATCH /projects/{id}
GET /projects/{id}/comments
POST /projects/{id}/comments
DELETE /projects/{id}/comments/{comment}
PATCH /projects/{id}/comments/{comment}/pin
POST /projects/{id}/duplicate
PATCH /projects/{id}/meta
GET /projects/{id}/rates
POST /projects/{id}/rates
DELETE /projects/{id}/rates/{rateId}
POST /projects/{id}/team
GET /tags
POST /tags
GET /tags/find
DELETE /tags/{id}
GET /teams
POST /teams
DELETE /teams/{id}
GET /teams/{id}
PATCH /teams/{id}
DELETE /teams/{id}/activities/{activityId}
POST /teams/{id}/activities/{activityId}
DELETE /teams/{id}/customers/{customerId}
POST /teams/{id}/customers/{customerId}
DELETE /teams/{id}/members/{userId}
POST /teams/{id}/members/{userId}
DELETE /teams/{id}/projects/{projectId}
POST /teams/{id}/projects/{projectId}
GET /timesheets
POST /timesheets
GET /timesheets/active
GET /timesheets/recent
DELETE /timesheets/{id}
GET /timesheets/{id}
PATCH /timesheets/{id}
PATCH /timesheets/{id}/duplicate
PATCH /timesheets/{id}/export
PATCH /timesheets/{id}/meta
PATCH /timesheets/{id}/restart
PATCH /timesheets/{id}/stop
GET /users
POST /users
DELETE /users/api-token/{id}
GET /users/me
DELETE /users/roles/{id}
GET /users/{id}
PATCH /users/{id}
PATCH /users/{id}/preferences
GET /version
`
  .trim()
  .split("\n");

/** Operations of the plugins that we know (kimai-api.md §3.13). */
export const pluginOperations = `
GET /absences
POST /absences
DELETE /absences/{id}
PATCH /absences/{id}/request
PATCH /absences/{id}/confirm
PATCH /absences/{id}/reject
GET /absences/types
GET /absences/calendar
GET /public-holidays
GET /public-holidays/calendar
DELETE /public-holidays/{id}
DELETE /public-holidays/group/{id}
DELETE /work-contract/lock/{user}/{month}
DELETE /work-contract/unlock/{user}/{month}
GET /expenses
POST /expenses
GET /expenses/{id}
PATCH /expenses/{id}
DELETE /expenses/{id}
PATCH /expenses/{id}/duplicate
PATCH /expenses/{id}/meta
GET /expenses/categories
GET /tasks
POST /tasks
GET /tasks/{id}
PATCH /tasks/{id}
DELETE /tasks/{id}
GET /tasks/{id}/timesheets
PATCH /tasks/{id}/assign
PATCH /tasks/{id}/unassign
PATCH /tasks/{id}/start
PATCH /tasks/{id}/stop
PATCH /tasks/{id}/log
PATCH /tasks/{id}/close
PATCH /tasks/{id}/reopen
PATCH /tasks/{id}/meta
GET /metafields
`
  .trim()
  .split("\n");

/** What we leave alone, and why. */
export const leftAlone: Record<string, string> = {
  "POST /dashboard/widgets/{widget}": "layout of a person's own page in Kimai's windows",
  "DELETE /dashboard/widgets": "layout of a person's own page in Kimai's windows",
  "DELETE /export/{id}": "export templates are made and kept in Kimai's windows only",
  "DELETE /invoices/documents/{id}": "invoice documents are made and kept in Kimai's windows only",
  "DELETE /invoices/templates/{id}": "invoice templates are made and kept in Kimai's windows only",
  "DELETE /users/roles/{id}": "roles are made and kept in Kimai's windows only",
  "POST /customers/{id}/team": "gone since Kimai 2.65 (answers 410)",
  "POST /projects/{id}/team": "gone since Kimai 2.65 (answers 410)",
  "POST /activities/{id}/team": "gone since Kimai 2.65 (answers 410)",
  "GET /tags": "deprecated by Kimai; /tags/find tells ids too",
  "GET /ping": "get_account and doctor ask /version, which proves more",
  "GET /absences/calendar": "titles and colours only; list_absences reads the absences themselves, with their status",
  "GET /public-holidays/calendar": "titles and colours only; list_absences reads the holidays themselves",
  "GET /tasks/{id}/timesheets": "the entries of a task are among those of list_time",
};
