type Row = Record<string, unknown>;

interface KnownContradiction {
  /** Of one kind of problem, of one operation where it is one operation's. */
  pattern: RegExp;
  reason: string;
  /** What else must hold of the answer, so that only the other known form passes. */
  where?(answer: Row): boolean;
}

const group = "^GET /v2/entrygroups answered 200 /groups/0(/sub_groups/0)*";
const requests = "/v2/workTimes/changeRequests";

/**
 * Where the document, an older one and what was seen say different things, so that the adapter has to take each.
 * The gate fails where one of these is not met.
 */
export const knownContradictions: readonly KnownContradiction[] = [
  {
    pattern: new RegExp(`${group}/group must be string `),
    reason: "a group was seen as a number for years and for 0 (§2.3)",
  },
  {
    pattern: new RegExp(`${group}/revenue must be integer `),
    reason: "revenue of groups was seen with cents (§2.3)",
  },
  {
    pattern: new RegExp(
      `${group} must have required property '(revenue|hourly_rate(_is_equal_and_has_no_lumpsums)?|budget_used|has_(non_)?budget_revenues_(not_)?billed)' `,
    ),
    reason: "money of groups comes with rights only (§5)",
  },
  {
    pattern:
      /^DELETE \/v2\/entrygroups answered 200 {2}must (have required property '(affected_entries|confirm_key|edited_entries)'|match exactly one schema in oneOf) /,
    where: ({ success, deleted_entries }) => success === true && typeof deleted_entries === "number",
    reason: "deleted groups were seen as deleted_entries (§2.3)",
  },
  {
    pattern: new RegExp(`^GET ${requests} answered 200 {2}must have required property 'change_requests' `),
    where: ({ data }) => Array.isArray(data),
    reason: "change requests were seen in data (§8.2)",
  },
  {
    pattern: new RegExp(
      `^POST ${requests} answered 200 {2}must have required property '(change_request|replaced_change_request|approved_immediately)' `,
    ),
    where: ({ data }) => typeof data === "object" && data !== null && "approved_immediately" in data,
    reason: "a new change request was seen in data (§8.2)",
  },
  {
    pattern: new RegExp(
      `^POST ${requests}/\\{id\\}/decline answered 200 {2}must have required property '(changes|created_at|date|declined_at|declined_by|id|status|users_id)' `,
    ),
    where: ({ success }) => success === true,
    reason: "a decline was seen to answer success alone (§8.2)",
  },
  {
    pattern:
      /^(GET|POST|PUT) \/v4\/absences(\/\{id\})? answered 200 \/data(\/0)?( must match exactly one schema in oneOf \{"passingSchemas":null\}|\/count_days must be number |\/count_hours must be null |\/type must be equal to one of the allowed values \{"allowedValues":\[1,2,4)/,
    where: ({ data }) =>
      ([data].flat() as Row[]).every(({ type, count_days, count_hours = null }) =>
        type === 3 ? count_days === null : typeof count_days === "number" && count_hours === null,
      ),
    reason: "count_days of overtime reduction is null by the document's words and a number by its schema (§2.9)",
  },
  {
    pattern:
      /^GET \/v4\/absences(\/\{id\})? answered 200 \/data(\/0)? must match exactly one schema in oneOf \{"passingSchemas":\[0,1\]\}/,
    where: ({ data }) => ([data].flat() as Row[]).some((row) => !("type" in row)),
    reason: "an absence whose type rights hide fits both kinds of absence (§2.9)",
  },
  {
    pattern: / answered 400 \/error must have required property 'code' /,
    reason: "the older errors were seen without a code (§1.5, shape B)",
  },
  {
    pattern: / answered 422 \/errors\/0 must have required property 'error' /,
    reason: "typed errors stand flat elsewhere in the same document (§1.5, shapes A and C)",
  },
  {
    pattern:
      /^(POST|PUT) \/v4\/rates\S* answered 422 \/errors\/0 is no typed error: (EitherCustomersOrProjects|RateAlreadyExists)$/,
    reason: "types of rates' errors stand at their operations, and not in this extract (§1.5)",
  },
];
