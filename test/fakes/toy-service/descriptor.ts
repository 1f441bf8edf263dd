import type { ServiceDescriptor } from "#core/domain/service-descriptor";

/** A fifth service, made by CONTRIBUTING.md alone: one project level, no leave, no network. */
export const toy = {
  id: "toy",
  label: "Toy",
  inSentence: "Toy",
  icon: "cloud",
  isLocal: false,
  capabilities: ["reopening"],
  records: ["project"],
  lacks: ["project.update", "absence.decide"],
  optionalKinds: ["absence"],
  requiredWork: ["project"],
  polling: "sparing",
  countsRequests: false,
  page: "https://toy.example",
  credential: {
    kind: "key",
    where: "the lid of the box",
    asks: ["user", "secret"],
    actsFor: "person",
    place({ user }) {
      if (user?.trim()) return { user: user.trim() };
      const message = "The player is missing.";
      return { problem: { code: "argument", field: "user", message, next: "Write a name." } };
    },
    page: () => "https://toy.example/lid",
  },
  headless: {
    options: {
      "toy-user": ["  --toy-user NAME        a Toy; TOY_USER"],
      "toy-key": ["  --toy-key KEY          its key"],
    },
    example: "--toy-user NAME",
    prefix: "TOY_",
    howToGive: "Set TOY_KEY, or give --toy-key.",
    read(options, named, { env }) {
      const user = named ? options["toy-user"] : env.TOY_USER;
      return user ? [{ service: "toy", user, secret: options["toy-key"] ?? env.TOY_KEY }] : [];
    },
    identity: ({ user }) => user ?? "",
  },
} as const satisfies ServiceDescriptor;
