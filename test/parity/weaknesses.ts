/**
 * The 29 numbered weaknesses of kimai-mcp (kimai-api.md §6): what a person meets there, and the tests that Punchcard does
 * it right. A title is that of one test, as it stands in its file.
 */
export type Weakness =
  | {
      meets: string;
      proofs: readonly { file: string; tests: readonly [string, ...string[]] }[];
      /** A part of it that concerns nothing here. */
      but?: string;
    }
  | { meets: string; notOurs: string };

const tool = (name: string, ...tests: [string, ...string[]]) => ({
  file: `test/mcp-server/server/tools/${name}.test.ts`,
  tests,
});
const adapter = (name: string, ...tests: [string, ...string[]]) => ({
  file: `test/mcp-server/core/services/kimai/${name}.test.ts`,
  tests,
});
const unit = (name: string, ...tests: [string, ...string[]]) => ({ file: `test/mcp-server/${name}.test.ts`, tests });
const built = (name: string, ...tests: [string, ...string[]]) => ({ file: `test/integration/${name}.test.ts`, tests });

export const weaknesses: Readonly<Record<number, Weakness>> = {
  1: {
    meets: "A plain user cannot log any time, and others lose automatic billability",
    proofs: [
      tool("weaknesses-kimai", "1: a plain user logs time, and Kimai decides whether it is billable"),
      adapter("entries/entries", "sends what was asked and nothing else, and returns what Kimai stored"),
    ],
  },
  2: {
    meets: "A list of exactly 50 entries is an error",
    proofs: [
      tool("weaknesses-kimai", "2: as many entries as fill the pages exactly are listed"),
      adapter("entries/entries", "asks for one page when the number is a multiple of the size"),
      tool(
        "reports/report-kimai",
        "a total that is a multiple of the page is no error, and no page past the end is asked for (weakness 2)",
      ),
    ],
  },
  3: {
    meets: "Everybody is present, because nobody's absences could be read",
    proofs: [
      tool("absences/service-absences", "a Kimai without the plugin never tells that everybody is there"),
      tool(
        "absences/list-absences",
        "when nobody could be read the call fails and nobody is said to be here",
        "somebody whose absences cannot be read is unknown, never here",
      ),
      adapter(
        "absences",
        "never says that everybody is present: each call is an error (weakness 3)",
        "never count somebody as present whose look-up failed (weakness 3)",
      ),
      unit("cli/session/gating", "without the plugin they never come, and a call says why"),
    ],
  },
  4: {
    meets: "People who are in no team are left out, and a team lead cannot ask for everybody",
    proofs: [
      tool(
        "work/people-kimai",
        "people who are in no team are listed, and roles, teams and supervisor are shown",
        "a team lead gets the names that time tells, and is told who may be missing",
      ),
      tool(
        "records/records-plugins",
        "a month is locked for everybody, who is in no team included, and opened again for one (weakness 4)",
      ),
      adapter(
        "absences",
        "have everybody in them for a super admin, also who is in no team (weakness 4)",
        "tell a team lead without view_user who was read, who was not, and that there may be more",
      ),
    ],
  },
  5: {
    meets: "Who asks for somebody else's absences gets their own",
    proofs: [
      tool("absences/list-absences", "a filter for a person gives that person's absences and nobody else's"),
      tool(
        "weaknesses-kimai",
        "5 and 14: who may not see others' time or leave is told so, never shown their own under that name",
      ),
      adapter("absences", "refuse a list that a server answers with somebody else's"),
    ],
  },
  6: {
    meets: "There are never any tags",
    proofs: [
      tool("records/records-kimai", "6: tags are listed, also without a word to look for"),
      adapter("records-attached", "are searched by part of their name, which finds some (weakness 6)"),
    ],
  },
  7: {
    meets: "A break is refused, and a budget 3,600 times too large",
    proofs: [
      tool("weaknesses-kimai", "7: a break of ten minutes is ten minutes, and one without a unit is refused"),
      tool("records/records-kimai", "7: a time budget of 10 hours is written in hours and arrives as 10 hours"),
    ],
  },
  8: {
    meets: "Moments with a zone are refused, and nobody can clock in where times are stamped",
    proofs: [
      tool(
        "weaknesses-kimai",
        "8: moments with Z or an offset mean what they say, in lists and in entries",
        "8: where times are stamped one clocks in, by the clock of Kimai and not by that of this computer",
      ),
    ],
  },
  9: {
    meets: "Unknown tags vanish while it says Created",
    proofs: [
      tool("weaknesses-kimai", "9: a tag that there is not is named before anything is saved, or made and kept"),
      adapter("time-extras", "a tag that Kimai does not know is told, not dropped in silence (weakness 9)"),
    ],
  },
  10: {
    meets: "The split of a project works for super admins only, loses the last day, ended projects and short names",
    proofs: [
      tool(
        "weaknesses-kimai",
        "10: a team lead has the split of a project that ended and whose name begins another's, by name",
      ),
      tool(
        "reports/report-kimai",
        "works for a team lead, who may not list users, with everybody's name and activities",
        "finds ended and hidden projects, and one whose name begins another's",
        "counts the whole last day of the person's zone, where only its date is given",
        "that is held at the end of each page does not grow with the number of pages",
      ),
    ],
  },
  11: {
    meets: "Partial updates are refused that Kimai takes, null clears nothing, and the example of a team fails",
    proofs: [
      tool(
        "records/records-kimai",
        "11: a person is switched off with one word, and an activity is changed without its name",
        "11: a team without lead is refused before anything is sent; with one, by name, it is made",
        "11: null clears a field",
      ),
      tool("weaknesses-kimai", "11: a number is a value of a custom field, and a team keeps what is not said about it"),
      adapter("records-catalogue", "tells the palette where Kimai takes no other colour and %s is not in it"),
    ],
  },
  12: {
    meets: "A customer needs more than Kimai wants, and an address or a team fails",
    proofs: [
      tool("records/records-kimai", "12: a customer needs its name only"),
      tool("weaknesses-kimai", "12: a new customer takes its teams by name"),
      adapter("records-catalogue", "refuses an address in one piece, and says what to use instead"),
    ],
  },
  13: {
    meets: "Marking as exported takes the mark off what was exported already",
    proofs: [
      tool(
        "weaknesses-kimai",
        "13: marking as exported twice leaves exported, also in a batch with entries that are not yet",
      ),
      adapter("time-extras", "an entry that was exported meanwhile is not un-exported by marking it (weakness 13)"),
    ],
  },
  14: {
    meets: "A plain user's own records are shown as those of all users",
    proofs: [
      tool(
        "weaknesses-kimai",
        "5 and 14: who may not see others' time or leave is told so, never shown their own under that name",
      ),
      adapter("entries/entries", "refuses a plain user other people's time instead of quietly showing their own"),
      tool(
        "reports/report-kimai",
        "of everyone is refused to a plain user, not answered with their own time (weakness 14)",
      ),
    ],
  },
  15: {
    meets: "Sums ignore breaks, contracts and holidays, and overtime is never below nothing",
    proofs: [
      tool(
        "reports/report-kimai",
        "are net of breaks, as Kimai counts them",
        "count overtime against the person's own contract, below nothing too, and without absences say so",
        "take sick days and half public holidays off the target, each by the target of its day",
      ),
      tool(
        "absences/list-absences",
        "days are shared out by month and counted by the hours that people work, not by eight hours",
      ),
      tool("reports/report-time", "nest up to three levels, and an activity does not repeat the project above it"),
    ],
  },
  16: {
    meets: "Roles, teams, supervisor and members are never shown, and its own examples are refused",
    proofs: [
      tool("weaknesses-kimai", "16: a plain user is told their roles, teams and supervisor"),
      tool("work/people-kimai", "people who are in no team are listed, and roles, teams and supervisor are shown"),
      adapter("records-teams", "are listed by name, and one alone with its members, leads and what it may see"),
      tool("absences/request-absence", "every example of its description can be sent as it stands"),
    ],
  },
  17: {
    meets: "One project cannot be looked at by a plain user whose list has it",
    proofs: [tool("records/records-kimai", "17: who may not open a single project is still shown what the list has")],
  },
  18: {
    meets: "Weekly hours cannot be set",
    proofs: [
      tool("work/people-kimai", "weekly hours of somebody else are asked for and spread over the week"),
      adapter("records-people", "spreads weekly hours over the working days, for core has no such preference"),
    ],
  },
  19: {
    meets: "A leave that fails half way leaves parts behind whose ids nobody knows, and parts are miscounted",
    proofs: [
      tool(
        "weaknesses-kimai",
        "19: a leave of seven months is the eight parts that Kimai takes, checked first and then asked for",
      ),
      tool(
        "absences/request-absence",
        "when a later part fails, what was created before is taken back, and all of it is told",
        "what cannot be taken back is told by id, as saved, with what to do",
      ),
      adapter(
        "absence-parts",
        "cuts 2025-09-01 to 2026-03-31 into exactly these eight, where kimai_mcp's README promises two",
      ),
    ],
  },
  20: {
    meets: "Recent work is not recent work, and starting again copies nothing",
    proofs: [
      tool("weaknesses-kimai", "20: recent work is Kimai's own list, and starting again brings text and tags"),
      adapter("time-extras", "brings text and tags, begins now by Kimai's clock, and says what it ended"),
    ],
  },
  21: {
    meets: "Rejectd, Exportd, and a batch of which all failed is a success",
    proofs: [
      tool("absences/update-absence", "%s: asked and answered in whole words", "of which all fail is an error"),
      tool("records/records", "some that fail are told by row, all that fail is an error, in whole words"),
    ],
  },
  22: {
    meets: "A plain list costs 43,000 tokens and 20 requests, activities 60,000 tokens, the tools 6,900",
    proofs: [
      unit(
        "cli/session/answer-size",
        "925 entries are listed with two pages, five requests at most and 1,500 tokens",
        "882 activities are searched with 600 tokens",
      ),
      tool("surface", "what a model reads of the tools of %s stays within its budget on each service"),
    ],
  },
  23: {
    meets: "No structured answers, no annotations, no progress, no cancelling, no dry run, no caching, no resources",
    proofs: [
      tool("surface", "every tool has a title, all four hints, and an output schema that says more than one member"),
      tool(
        "reports/report-time",
        "progress is told while pages come, and nothing about one page",
        "a cancelled call asks for no further page",
      ),
      tool("records/records", "a dry run shows what would be, by row, and sends nothing"),
      adapter("records-catalogue", "asks once for 1,169 activities, however often they are searched"),
      unit("server/resources", "the status is a resource as before, and goes with its tool"),
    ],
    but: "prompts and completions: the server has none yet",
  },
  24: {
    meets: "One hiccup of Kimai is a failure, and the server does not start while Kimai is down",
    proofs: [
      unit(
        "core/services/http/client",
        "are sent again after 502, 503, 504 and broken connections, then succeed",
        "wait as long as Retry-After says, and tell instead of waiting when that is long",
      ),
      unit(
        "cli/session/gating",
        "a Kimai out of reach keeps no list waiting and no call from saying so; the next call learns",
      ),
    ],
  },
  25: {
    meets: "KIMAI_SSL_VERIFY has no effect, and a path in it is lower-cased",
    proofs: [
      unit("cli/command-line", "KIMAI_SSL_VERIFY holds where no option is given, and a path in it keeps its case"),
      unit("cli/import/client-entries", "a path to certificates keeps its case and is found from the file"),
      {
        file: "test/main/accounts/connect.test.ts",
        tests: ["is trusted through its file, and through nothing else"],
      },
    ],
  },
  26: {
    meets: "Passwords and tokens stand in logs, arguments and configuration",
    proofs: [
      built(
        "secrets",
        "after a failure of each kind the token of %s is in no file, result, message or argument",
        "doctor and wrong options repeat neither token nor what was typed for one",
      ),
      tool(
        "records/hostile-records",
        "a password goes to Kimai and is in no answer, question, token, error, log or file",
      ),
      built("import", "with a keychain the token is there and nowhere else, and a server uses it"),
    ],
  },
  27: {
    meets: "The login page of its HTTP server can be used for phishing, and nothing can be made read-only",
    proofs: [
      unit(
        "cli/session/permissions",
        "a client gets less than the account, never more, and only the tray gets everything",
      ),
      tool(
        "records/records",
        "a type that is listed may be used, and one that is not is refused when called all the same",
      ),
    ],
    but: "login page, token lists and rate limits of a hosted server: Punchcard listens on no port",
  },
  28: {
    meets: "An address is the password, tokens lie unencrypted, and customers are deleted with all they have",
    proofs: [
      tool(
        "records/records-kimai",
        "28: a customer that takes projects, activities and time along is told with counts and asked for",
      ),
      built("keychain", "a credential is kept in the Secret Service, where secret-tool finds it, and goes away again"),
      built("import", "with a keychain the token is there and nowhere else, and a server uses it"),
    ],
    but: "addresses, origins and headers of a hosted server: Punchcard listens on no port",
  },
  29: {
    meets: "Its tests pass while its tools fail, for they know Kimai only as they imagine it",
    proofs: [
      adapter(
        "replay",
        "replays all of them in their order",
        "a comparison sees what is missing, more, of another kind or value",
      ),
    ],
  },
};

/** The chapter of docs/coverage.md. */
export const weaknessChapter = { title: "Weaknesses of kimai-mcp" };
export function weaknessText(): string {
  const lines = [
    `# ${weaknessChapter.title}`,
    "",
    "Made by `npm run coverage` from `test/parity/weaknesses.ts`; do not edit. What a person meets with `kimai-mcp`, and the",
    "tests that Punchcard does it right; `test/parity/weaknesses.test.ts` looks whether each of them is there.",
    "",
    "| | with kimai-mcp | tests |",
    "|---|---|---|",
  ];
  const cell = (text: string) => text.replaceAll("|", "\\|");
  for (const [number, one] of Object.entries(weaknesses)) {
    const proofs =
      "notOurs" in one
        ? [`not ours: ${one.notOurs}`]
        : [
            ...one.proofs.map(({ file, tests }) => `\`${file}\`: ${tests.map((title) => `“${title}”`).join(", ")}`),
            ...(one.but === undefined ? [] : [`left out: ${one.but}`]),
          ];
    lines.push(`| ${number} | ${cell(one.meets)} | ${proofs.map(cell).join("<br>")} |`);
  }
  return `${lines.join("\n")}\n`;
}
