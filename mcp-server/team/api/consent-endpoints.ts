import { z } from "zod";
import { type Consent, ConsentError } from "../oauth/consent";
import { levels } from "../oauth/levels";
import type { ConsentView, Location } from "./contract";
import { ApiError, type ApiRequest, type Endpoint, endpoint } from "./router";

/** @see ConsentDecision */
const consentDecision = z.discriminatedUnion("decision", [
  z.strictObject({ decision: z.literal("deny") }),
  z.strictObject({
    decision: z.literal("allow"),
    level: z.enum(levels),
    days: z.int(),
    accounts: z.array(z.string().max(128)).min(1).max(100).nullable(),
    understood: z.boolean().optional(),
  }),
]);

/** What a client asks of the signed-in person. */
export function consentEndpoints(consent: Consent): Endpoint[] {
  const load = async ({ request, response, params }: ApiRequest<unknown>) => {
    const interaction = await consent.load(request, response, params.uid ?? "");
    if (!interaction) throw new ApiError(410, "gone", "This request is over, or was begun in another browser.");
    return interaction;
  };
  return [
    endpoint({
      method: "GET",
      path: "/api/consent/:uid",
      run: async (call): Promise<ConsentView> => consent.view(await load(call), call.person),
    }),
    endpoint({
      method: "POST",
      path: "/api/consent/:uid",
      body: consentDecision,
      async run(call): Promise<Location> {
        const interaction = await load(call);
        try {
          const { request, response, person, body } = call;
          return { location: await consent.decide(request, response, interaction, person, body) };
        } catch (error) {
          if (error instanceof ConsentError) throw new ApiError(400, "not_offered", error.message);
          throw error;
        }
      },
    }),
  ];
}
