/** Whom a policy knows: agents, providers and recipients, and what its lists say of one payment. Plain JSON. */

import { agentOf } from "./agent.ts";
import { perObject } from "./per-object.ts";
import { isWithin, originOf, parseUrl, type Url } from "./url.ts";

export interface Register {
  /** Ids are unique. */
  readonly agents: readonly Agent[];
  /** In the order of the file. */
  readonly providers: readonly Provider[];
  /** A pair of address, in any case, and chain is unique. */
  readonly recipients: readonly Recipient[];
  readonly emergency: Emergency;
}

export interface Agent {
  readonly agent_id: string;
  readonly status: "active" | "paused" | "revoked";
  readonly policy_role: string | null;
  /** Who answers for it, and so does not approve what it asks for. */
  readonly owner?: string;
}

export interface Provider {
  readonly id: string;
  readonly url: string;
  readonly status: "trusted" | "allowed" | "denied" | "observation";
}

export interface Recipient {
  readonly address: string;
  readonly chain: string;
  readonly status: "allowed" | "denied";
}

export interface Emergency {
  readonly freeze_all: boolean;
  readonly paused_agents: readonly string[];
}

/** What the lists are asked about. */
export interface Payment {
  readonly agent_id: string;
  readonly provider_url: string;
  readonly chain: string;
  /** The address that is to receive the money; null when the request names none. */
  readonly recipient: string | null;
}

/** What the lists say; false, and never unknown, where they say nothing. */
export interface ListFacts {
  readonly agent: {
    readonly agent_id: string;
    readonly active: boolean;
    /** By its status, or by the emergency list. */
    readonly paused: boolean;
    readonly revoked: boolean;
    /** Empty when there is none. */
    readonly policy_role: string;
    readonly known: boolean;
  };
  readonly provider: {
    readonly id: string | null;
    /** As listed; that of the payment when it is not known. */
    readonly url: string;
    readonly trusted: boolean;
    /** Also of a trusted one. */
    readonly allowed: boolean;
    readonly denied: boolean;
    readonly observation: boolean;
    readonly known: boolean;
  };
  readonly recipient: {
    /** As listed; that of the payment when it is not known. */
    readonly address: string | null;
    readonly chain: string;
    readonly allowed: boolean;
    readonly denied: boolean;
    readonly known: boolean;
  };
  readonly emergency: Emergency;
}

/** Of a policy that lists nobody. */
export const NOBODY: Register = {
  agents: [],
  providers: [],
  recipients: [],
  emergency: { freeze_all: false, paused_agents: [] },
};

/** What a register says of a payment: the answer costs what can match, not what is listed. */
export function factsOf(register: Register, { agent_id, provider_url, chain, recipient }: Payment): ListFacts {
  const { places, recipients } = indexOf(register);
  return {
    agent: agentOf(register, agent_id),
    provider: providerFacts(provider_url, findProvider(places, provider_url)),
    recipient: recipientFacts(recipient, chain, recipients.get(recipientKey(recipient ?? "", chain))),
    emergency: register.emergency,
  };
}

interface Index {
  readonly places: ReadonlyMap<string, readonly Placed[]>;
  readonly recipients: ReadonlyMap<string, Recipient>;
}

const indexOf: (register: Register) => Index = perObject(({ providers, recipients }) => ({
  places: placesOf(providers),
  recipients: new Map(recipients.map((one) => [recipientKey(one.address, one.chain), one])),
}));

interface Placed {
  readonly place: Url;
  readonly provider: Provider;
}

/** Providers by origin; those of one origin with the longest path first, equally long ones in the order of the file. */
function placesOf(providers: readonly Provider[]): ReadonlyMap<string, readonly Placed[]> {
  const places = new Map<string, Placed[]>();
  for (const provider of providers) {
    const place = parseUrl(provider.url);
    if (place === null) continue;
    const origin = originOf(place);
    const others = places.get(origin);
    if (others === undefined) places.set(origin, [{ place, provider }]);
    else others.push({ place, provider });
  }
  for (const placed of places.values()) placed.sort((a, b) => pathLength(b) - pathLength(a));
  return places;
}

function pathLength({ place }: Placed): number {
  return place.path.replace(/\/$/, "").length;
}

function findProvider(places: ReadonlyMap<string, readonly Placed[]>, provider_url: string): Provider | undefined {
  const url = parseUrl(provider_url);
  if (url === null) return undefined;
  return places.get(originOf(url))?.find(({ place }) => isWithin(place, url))?.provider;
}

function providerFacts(url: string, provider: Provider | undefined): ListFacts["provider"] {
  const status = provider?.status;
  return {
    id: provider?.id ?? null,
    url: provider?.url ?? url,
    trusted: status === "trusted",
    allowed: status === "trusted" || status === "allowed",
    denied: status === "denied",
    observation: status === "observation",
    known: provider !== undefined,
  };
}

function recipientFacts(address: string | null, chain: string, known: Recipient | undefined): ListFacts["recipient"] {
  const status = known?.status;
  return {
    address: known?.address ?? address,
    chain,
    allowed: status === "allowed",
    denied: status === "denied",
    known: known !== undefined,
  };
}

/** Addresses are hexadecimal, so lower case is ASCII; neither part has a blank. */
function recipientKey(address: string, chain: string): string {
  return `${address.toLowerCase()} ${chain}`;
}
