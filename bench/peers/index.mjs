/** The engines by name, each loaded only in the process that measures it. */

export const engines = {
  floor: { file: "floor.mjs", workloads: ["w1", "w2", "w3"] },
  writ: { file: "writ.mjs", workloads: ["w1", "w1h", "w2", "w2g", "w2u", "w3"] },
  "writ-call": { file: "writ-call.mjs", workloads: ["w1", "w1h", "w2", "w3"] },
  "cedar-wasm": { file: "cedar.mjs", workloads: ["w2", "w2g", "w2u"] },
  "gemini-cli": { file: "gemini.mjs", workloads: ["w1", "w1h"] },
  casl: { file: "casl.mjs", workloads: ["w1", "w1h", "w2", "w3"] },
  casbin: { file: "casbin.mjs", workloads: ["w1", "w1h", "w3"] },
  "ms-agt": { file: "agt.mjs", workloads: ["w3"] },
  picomatch: { file: "picomatch.mjs", workloads: ["w1", "w1h"] },
};

/** The names of the engines that are peers: other people's. */
export const peers = ["cedar-wasm", "gemini-cli", "casl", "casbin", "ms-agt", "picomatch"];
