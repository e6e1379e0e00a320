/** The ranks of docs/architecture.md: a folder imports from lower ranks only, and folders of one rank never meet. */
const RANKS = [
  ["kernel"],
  ["policy", "intent", "budget", "approval", "ledger"],
  ["book"],
  ["engine", "proof"],
  ["store", "client"],
  ["guard", "server"],
  ["cli"],
];

const rankRules = RANKS.flatMap((folders, rank) =>
  folders.map((folder) => {
    const lower = RANKS.slice(0, rank).flat();
    const allowed = [folder, ...lower].join("|");
    const parts = ["policy", "intent"].includes(folder) ? "|on-demand/" : "";
    const entries = folder === "cli" || folder === "server" ? "|[^/]+\\.ts$|sha256/" : parts;
    return {
      name: `${folder}-keeps-its-rank`,
      severity: "error",
      from: { path: `^src/${folder}/`, pathNot: "\\.test\\.ts$" },
      to: { path: "^src/", pathNot: `^src/((${allowed})/${entries})` },
    };
  }),
);

const PURE = "^src/(kernel|policy|intent|budget|approval|ledger|book|proof)/";

module.exports = {
  forbidden: [
    ...rankRules,
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    {
      name: "pure-folders-import-no-node-module",
      severity: "error",
      from: { path: PURE, pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "the-kernel-has-no-dependencies",
      severity: "error",
      from: { path: "^src/kernel/", pathNot: "\\.test\\.ts$" },
      to: { path: "node_modules" },
    },
    {
      name: "the-library-is-pure",
      comment: "what `writ` exports must run in a browser: only the Node variant of #sha256 may reach node:crypto",
      severity: "error",
      from: { path: "^src/index\\.ts$" },
      to: { reachable: true, path: "^(node:|fs$|path$|libsql)|^src/(engine|store|cli)" },
    },
    {
      name: "the-verifier-reads-neither-calls-nor-policies",
      comment: "what `writ/verify` exports is for browsers, and small: lowered rules and requests only",
      severity: "error",
      from: { path: "^src/verify\\.ts$" },
      to: { reachable: true, path: "^(node:|fs$|path$|libsql)|^src/(engine|store|cli|policy|intent/shell)" },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    { name: "no-dev-dependencies-in-the-product", severity: "error", from: { path: "^src/", pathNot: "\\.test\\.ts$" }, to: { dependencyTypes: ["npm-dev"] } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
