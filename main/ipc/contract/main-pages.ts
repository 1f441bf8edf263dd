/** Pages of the main window, in the order of its sidebar. */
export const mainPages = [
  "entries",
  "absences",
  "reports",
  "projects",
  "activity",
  "import",
  "accounts",
  "workingTime",
  "permissions",
  "clients",
  "general",
] as const;
export type MainPage = (typeof mainPages)[number];
