import { importError } from "./import-error";

/** What a column is, whatever its program calls it. */
export type Role =
  | "person"
  | "email"
  | "firstName"
  | "lastName"
  | "client"
  | "project"
  | "task"
  | "text"
  | "notes"
  | "tags"
  | "billable"
  | "startDay"
  | "startTime"
  | "endDay"
  | "endTime"
  /** Day and time in one cell. */
  | "start"
  | "end"
  | "duration"
  | "hours"
  | "seconds"
  | "break"
  /** `Break` of a row that is none of work (Clockify). */
  | "kind"
  | "exported"
  | "planned";

type ImportFormat = "toggl" | "clockify" | "harvest" | "timing" | "punchcard";

interface Format {
  /** Headings that only this program's export has all of, in lower case. */
  needs: readonly (readonly string[])[];
  columns: Readonly<Record<string, Role>>;
}

/** Columns of each program's detailed export in lower case (docs/reference/csv-imports.md); others are left aside. */
const formats: Record<ImportFormat, Format> = {
  // Before Toggl's: its own file has columns of these names as well, and its hours.
  clockify: {
    needs: [["start date"], ["start time"], ["duration (h)", "duration (decimal)"]],
    columns: {
      project: "project",
      client: "client",
      description: "text",
      task: "task",
      user: "person",
      email: "email",
      tags: "tags",
      tag: "tags",
      billable: "billable",
      type: "kind",
      "start date": "startDay",
      "start time": "startTime",
      "end date": "endDay",
      "end time": "endTime",
      "duration (h)": "duration",
      "duration (decimal)": "hours",
    },
  },
  toggl: {
    needs: [["start date"], ["start time"], ["duration", "end time", "stop time"]],
    columns: {
      user: "person",
      member: "person",
      email: "email",
      client: "client",
      project: "project",
      task: "task",
      description: "text",
      billable: "billable",
      tags: "tags",
      "start date": "startDay",
      "start time": "startTime",
      "end date": "endDay",
      "stop date": "endDay",
      "end time": "endTime",
      "stop time": "endTime",
      duration: "duration",
    },
  },
  harvest: {
    needs: [["date"], ["hours"], ["project"], ["task", "first name"]],
    columns: {
      date: "startDay",
      client: "client",
      project: "project",
      task: "task",
      notes: "text",
      hours: "hours",
      "billable?": "billable",
      billable: "billable",
      "first name": "firstName",
      "last name": "lastName",
      email: "email",
      "started at": "startTime",
      "ended at": "endTime",
    },
  },
  timing: {
    needs: [["start date"], ["end date"], ["project"]],
    columns: {
      "start date": "start",
      "end date": "end",
      duration: "duration",
      project: "project",
      title: "text",
      "task title": "text",
      task: "text",
      "activity title": "text",
      notes: "notes",
    },
  },
  punchcard: {
    needs: [["begin"], ["end"], ["seconds"], ["break_seconds"]],
    columns: {
      begin: "start",
      end: "end",
      seconds: "seconds",
      break_seconds: "break",
      customer: "client",
      project: "project",
      activity: "task",
      text: "text",
      tags: "tags",
      billable: "billable",
      exported: "exported",
      person: "person",
      planned: "planned",
    },
  },
};

/** Most exacting first. */
const order: readonly ImportFormat[] = ["punchcard", "clockify", "toggl", "harvest", "timing"];

export interface Columns {
  format: ImportFormat;
  /** Where the cells of each role stand. */
  at: Partial<Record<Role, number>>;
  /** Headings whose cells are not taken over. */
  aside: string[];
}

/**
 * Which program wrote a file, by its headings.
 * @throws InputError `import_unknown_columns` with the headings there are
 */
export function columnsOf(headings: readonly string[]): Columns {
  const names = headings.map((heading) => heading.toLowerCase().replaceAll(/\s+/g, " ").trim());
  const format = order.find((one) => formats[one].needs.every((any) => any.some((name) => names.includes(name))));
  if (!format) {
    const shown = headings
      .filter(Boolean)
      .slice(0, 12)
      .map((heading) => heading.slice(0, 40));
    throw importError(
      "unknown_columns",
      `There are: ${shown.join(", ")}.`,
      "Export the detailed report as CSV, with its headings in English.",
    );
  }
  const { columns } = formats[format];
  const at: Columns["at"] = {};
  const aside: string[] = [];
  for (const [index, name] of names.entries()) {
    const role = columns[name];
    if (role !== undefined && at[role] === undefined) at[role] = index;
    else if (name !== "") aside.push(headings[index] ?? name);
  }
  return { format, at, aside };
}
