/** Seeded rules and requests in a neutral form that every peer translates into its own. */

const SEED = 20261120;
const REQUESTS = 16;

/**
 * The workloads by name. `rules(size)` gives rules; `requests(rules)` gives `{hit, miss}`, 16 requests each: a hit
 * matches one allow rule near the middle of the list, a miss matches none.
 */
export const workloads = {
  w1: { rules: toolRules, requests: toolRequests },
  w1h: { rules: oneToolRules, requests: oneToolRequests },
  w2: { rules: triples, requests: tripleRequests },
  w2g: { rules: groupTriples, requests: groupRequests },
  w2u: { rules: unconstrained, requests: unconstrainedRequests },
  w3: { rules: paymentRules, requests: paymentRequests },
};

/** The workloads that are written in Cedar. */
export const cedarWorkloads = ["w2", "w2g", "w2u"];

export const sizes = [10, 100, 1000, 10000];

/**
 * Tool rules `{name, effect, tool, path}`: a quarter tool wildcards, half exact tools with a path glob, a quarter
 * exact tools. A `tool` or `path` may end in `*`, which stands for any text; `path` is null when it does not matter.
 */
function toolRules(size) {
  return withEffects(numbers(size), (number, place) => {
    if (place % 4 === 0) return { tool: `mcp_s${number}_*`, path: null };
    if (place % 4 === 3) return { tool: `tool_${number}`, path: null };
    return { tool: `tool_${number}`, path: `/srv/app${number}/*` };
  });
}

/** Half of the misses name an unknown tool, half a known tool and a path that no rule covers. */
function toolRequests(rules) {
  const guarded = rules.filter((rule) => rule.path !== null);
  return {
    hit: hitPlaces(rules.length).map((place, turn) => ({
      tool: rules[place].tool.replace("*", "read"),
      path: (rules[place].path ?? "/home/*").replace("*", fileName(turn)),
    })),
    miss: turns((turn) => ({
      tool: turn % 2 === 0 ? `absent_${10000 + turn}` : guarded[(turn * 7919) % guarded.length].tool,
      path: `/etc/${fileName(turn)}`,
    })),
  };
}

/** Tool rules that differ in the argument only, so that no index on tool names can help. */
function oneToolRules(size) {
  return withEffects(numbers(size), (number) => ({ tool: "tool_file", path: `/srv/app${number}/*` }));
}

/** Half of the misses leave the paths of the rules early, half at the last character of a rule's own. */
function oneToolRequests(rules) {
  return {
    hit: hitPlaces(rules.length).map((place, turn) => ({
      tool: "tool_file",
      path: rules[place].path.replace("*", fileName(turn)),
    })),
    miss: hitPlaces(rules.length).map((place, turn) => ({
      tool: "tool_file",
      path: turn % 2 === 0 ? `/srv/app0${turn}/x` : rules[place].path.replace("/*", `-old/${fileName(turn)}`),
    })),
  };
}

/** Cedar rules `{name, effect, principal, action, resource, limit}`, all different, eight to a principal; all allow. */
function triples(size) {
  const principals = numbers(Math.ceil(size / 8));
  const limit = random(SEED + 1);
  return numbers(size).map((number, place) => ({
    name: `rule ${place}`,
    effect: "allow",
    principal: `user-${principals[place >> 3]}`,
    action: ["view", "edit", "pay", "share"][place % 4],
    resource: `account-${number}`,
    limit: 1000 + Math.floor(limit() * 9000),
  }));
}

/** A quarter of the misses each: the limit itself, blocked, another resource, another principal. */
function tripleRequests(rules) {
  const wrong = [
    ({ limit }) => ({ amount: limit }),
    () => ({ blocked: true }),
    (_, turn) => ({ resource: `account-x${turn}` }),
    (_, turn) => ({ principal: `user-x${turn}` }),
  ];
  const asked = hitPlaces(rules.length).map((place, turn) => {
    const { principal, action, resource, limit } = rules[place];
    return { principal, action, resource, amount: limit - 10 - turn, blocked: false, limit };
  });
  const plain = ({ limit, ...request }) => request;
  return {
    hit: asked.map(plain),
    miss: asked.map((request, turn) => plain({ ...request, ...wrong[turn % 4](request, turn) })),
  };
}

/** The same with a group in place of the principal. */
function groupTriples(size) {
  return triples(size).map(({ principal, ...rule }) => ({ ...rule, group: principal.replace("user", "group") }));
}

/** Principals of their own, each below ten groups, each in the next; the rule's is the sixth. */
function groupRequests(rules) {
  const places = hitPlaces(rules.length);
  const { hit, miss } = tripleRequests(rules.map(({ group, ...rule }) => ({ ...rule, principal: group })));
  const below = (kind) => (request, turn) => {
    const groups = Array.from({ length: 10 }, (_, above) => `group-${kind}-${turn}-${above}`);
    groups[5] = request.principal.startsWith("user-x") ? "group-none" : rules[places[turn]].group;
    return { ...request, principal: `member-${kind}-${turn}`, groups };
  };
  return { hit: hit.map(below("hit")), miss: miss.map(below("miss")) };
}

/** Cedar rules `{name, effect, limit}` without a scope: every one must be looked at. One limit is above all others. */
function unconstrained(size) {
  const limit = random(SEED + 1);
  const highest = size >> 1;
  return Array.from({ length: size }, (_, place) => ({
    name: `rule ${place}`,
    effect: "allow",
    limit: place === highest ? 20000 : 1000 + Math.floor(limit() * 9000),
  }));
}

/** Half of the misses are above every limit, half are blocked. */
function unconstrainedRequests() {
  const request = (amount, blocked) => (turn) => ({
    principal: `user-${10000 + turn}`,
    action: "pay",
    resource: `account-${10000 + turn}`,
    amount: amount + turn,
    blocked,
  });
  return {
    hit: turns(request(15000, false)),
    miss: turns((turn) => (turn % 2 === 0 ? request(30000, false) : request(15000, true))(turn)),
  };
}

/** Payment rules `{name, effect, tenant, action, currency, limit}`, all different, eight to a tenant; all allow. */
function paymentRules(size) {
  const tenants = numbers(Math.ceil(size / 8));
  const limit = random(SEED + 1);
  return Array.from({ length: size }, (_, place) => ({
    name: `rule ${place}`,
    effect: "allow",
    tenant: `tenant-${tenants[place >> 3]}`,
    action: place % 2 === 0 ? "ACTION_PAYMENT_INITIATE" : "ACTION_PAYMENT_APPROVE",
    currency: ["USD", "EUR", "GBP", "JPY"][(place >> 1) % 4],
    limit: 1000 + Math.floor(limit() * 9000),
  }));
}

/** A quarter of the misses each: over the limit, another currency, another action, another tenant. */
function paymentRequests(rules) {
  const asked = hitPlaces(rules.length).map((place, turn) => {
    const { tenant, action, currency, limit } = rules[place];
    return { tenant, action, currency, amount: limit - 10 - turn, limit };
  });
  const wrong = [
    ({ limit }) => ({ amount: limit + 1 }),
    () => ({ currency: "CHF" }),
    () => ({ action: "ACTION_PAYMENT_REFUND" }),
    (_, turn) => ({ tenant: `tenant-x${turn}` }),
  ];
  const plain = ({ tenant, action, currency, amount }) => ({ tenant, action, currency, amount });
  return {
    hit: asked.map(plain),
    miss: asked.map((request, turn) => plain({ ...request, ...wrong[turn % 4](request, turn) })),
  };
}

/** Three allows to one deny and one ask, by chance; the rules that hits go to all allow. */
function withEffects(all, shape) {
  const next = random(SEED + 2);
  const hits = new Set(hitPlaces(all.length));
  return all.map((number, place) => {
    const chance = next();
    const effect = hits.has(place) || chance < 0.6 ? "allow" : chance < 0.8 ? "deny" : "ask";
    return { name: `rule ${place}`, effect, ...shape(number, place) };
  });
}

/** Sixteen places across the middle half of a list, four of each remainder by four. */
function hitPlaces(size) {
  return turns((turn) => {
    const place = Math.floor(size / 4 + (turn * size) / 2 / REQUESTS);
    return place - (place % 4) + (turn % 4);
  });
}

/** `count` different numbers of five digits in random order: keys are equally long at every size. */
function numbers(count) {
  const next = random(SEED);
  const found = new Set();
  while (found.size < count) found.add(10000 + Math.floor(next() * 90000));
  return [...found];
}

function fileName(turn) {
  return `reports/2026-${10 + turn}.csv`;
}

function turns(make) {
  return Array.from({ length: REQUESTS }, (_, turn) => make(turn));
}

/** Numbers in [0, 1) that a seed determines (the mulberry32 generator). */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
