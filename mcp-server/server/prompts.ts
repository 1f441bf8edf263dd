import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { AccessPolicy } from "#core/access/access-policy";
import type { ToolName } from "#core/access/tool-rules";
import { cleanText } from "#core/domain/text";

/**
 * What people do again and again, as prompts that a client shows in a menu. The words are constant: nothing of a service
 * gets into them, only what the person picked. Offered where all the tools are that they speak of.
 */
interface Routine {
  name: string;
  title: string;
  description: string;
  tools: readonly ToolName[];
  /** The one thing to choose, what it is when nothing is chosen, and suggestions. */
  asks: { name: string; description: string; usual: string; suggested: readonly string[] };
  text(chosen: string): string;
}

const routines: readonly Routine[] = [
  {
    name: "fill_week",
    title: "Fill in my week",
    description: "Finds what is missing in a week and books it after a yes",
    tools: ["report_time", "list_time", "log_time"],
    asks: { name: "week", description: "Which week", usual: "this week", suggested: ["this week", "last week"] },
    text: (week) => `Help me to complete my working time of ${week}.
1. report_time for ${week}: what is booked each day against its target, which days are missing, gaps and overlaps.
2. list_time for ${week}: what the entries say. Work that I often do is in find_work.
3. Tell me day by day what is missing, and ask me what I did. Guess no work and no times that I have not told.
4. log_time with dry_run for everything that I named; show me what would be booked, with its warnings.
5. Book it only after my yes, then show the week's totals again.`,
  },
  {
    name: "check_month",
    title: "Check a month before it is closed",
    description: "Looks for missing days, overlaps and odd entries in a month",
    tools: ["report_time", "list_time"],
    asks: { name: "month", description: "Which month", usual: "last month", suggested: ["this month", "last month"] },
    text: (month) => `Check my working time of ${month} before it is closed; change nothing.
1. report_time for ${month} by day: target and booked time, missing days, gaps and overlaps.
2. report_time for ${month} by project: where the hours went.
3. list_time for what looks odd: more than 10 hours a day, entries over midnight, without text, on weekends or holidays.
4. Give me a short list of what I should look at, with day and entry id, and one line with the totals.`,
  },
  {
    name: "stand_up",
    title: "What did I do",
    description: "A few sentences for the team about what was done and what runs",
    tools: ["list_time", "get_status"],
    asks: { name: "day", description: "Which day", usual: "yesterday", suggested: ["yesterday", "today", "friday"] },
    text: (day) => `Write what I did for my team's stand-up.
1. list_time for ${day}, and get_status for what runs now.
2. Three to five short points by project in my words from the descriptions, with hours; say what has no description.
3. End with what runs now. Invent nothing.`,
  },
  {
    name: "plan_leave",
    title: "Plan leave",
    description: "Looks at what is left and who is away, then asks for leave after a yes",
    tools: ["get_leave_balance", "list_absences", "request_absence"],
    asks: { name: "days", description: "Which days", usual: "the days that I name", suggested: [] },
    text: (days) => `Help me to take leave: ${days}.
1. get_leave_balance: what is left of which type, and until when.
2. list_absences for these days: what I have asked for already, public holidays, and who else is away if I may see it.
3. request_absence with dry_run: how many working days it costs, with all warnings. Ask me for the type if it is open.
4. Ask for it only after my yes, and tell me its status and what is left then.`,
  },
];

const longestChoice = 200;
const mostSuggested = 100;

export function buildPrompts(policy: AccessPolicy) {
  const offered = () => routines.filter(({ tools }) => tools.every(policy.offers));
  const find = (name: string): Routine => {
    const found = offered().find((one) => one.name === name);
    if (!found) throw new ProtocolError(ProtocolErrorCode.InvalidParams, "There is no such prompt.");
    return found;
  };

  return {
    list: () => ({
      prompts: offered().map(({ name, title, description, asks }) => ({
        name,
        title,
        description,
        arguments: [
          { name: asks.name, description: `${asks.description}; default: ${asks.usual}`, required: false },
          ...(policy.views().length > 1
            ? [
                {
                  name: "account",
                  description: "Which account, by name; default: the tray's, else the first",
                  required: false,
                },
              ]
            : []),
        ],
      })),
    }),

    /** @throws ProtocolError for a prompt that is not offered, and for an account that is not there */
    get(name: string, args: Readonly<Record<string, string>> = {}) {
      const { title, asks, text } = find(name);
      const wanted = args.account?.trim();
      const account = wanted ? policy.viewByName(wanted) : undefined;
      if (wanted && !account) throw new ProtocolError(ProtocolErrorCode.InvalidParams, "There is no such account.");
      const chosen = cleanText(args[asks.name] ?? "", longestChoice).trim() || asks.usual;
      const which = account ? `\nUse account ${JSON.stringify(account.id)} for all of it.` : "";
      return {
        description: title,
        messages: [{ role: "user" as const, content: { type: "text" as const, text: text(chosen) + which } }],
      };
    },

    /** What the person may mean by what is typed so far. @throws ProtocolError */
    complete(name: string, argument: { name: string; value: string }) {
      const { asks } = find(name);
      const all =
        argument.name === "account"
          ? policy.views().map(({ id }) => id)
          : argument.name === asks.name
            ? asks.suggested
            : [];
      const typed = argument.value.trim().toLowerCase();
      const values = all.filter((one) => one.toLowerCase().startsWith(typed)).slice(0, mostSuggested);
      return { completion: { values, total: values.length, hasMore: false } };
    },
  };
}
