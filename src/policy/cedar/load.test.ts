import { expect, it, suite } from "vitest";
import { checkPolicies, type Decision, decide, loadPolicies, parseJson } from "../../index.ts";

const user = (id: string) => ({ type: "User", id });
const view = { type: "Action", id: "view" };
const doc = { type: "Doc", id: "d" };

function ask(text: string, call: object = {}, more: Parameters<typeof loadPolicies>[1] = {}): Decision {
  const snapshot = loadPolicies([{ name: "p.cedar", text }], more);
  return decide({ kind: "access", principal: user("a"), action: view, resource: doc, ...call }, snapshot);
}

function problems(...files: readonly (readonly [name: string, text: string])[]): readonly string[] {
  const { diagnostics } = checkPolicies(files.map(([name, text]) => ({ name, text })));
  return diagnostics.map(
    ({ file, line, column, severity, message }) => `${file}:${line}:${column} ${severity}: ${message}`,
  );
}

suite("a Cedar file", () => {
  it("allows what a permit allows, by its id, and denies the rest", () => {
    const text = '@id("mine") permit(principal == User::"a", action, resource);';
    expect(ask(text)).toMatchObject({ decision: "allow", matched_rules: ["mine"] });
    expect(ask(text, { principal: user("b") })).toMatchObject({
      decision: "deny",
      deny_code: "policy.no_matching_rule",
    });
  });

  it("numbers policies without an id by their place", () => {
    expect(ask("permit(principal, action, resource);\npermit(principal, action, resource);").matched_rules).toEqual([
      "policy0",
      "policy1",
    ]);
  });

  it("gives a number that is somebody's id with `~2`", () => {
    const text = '@id("policy1") permit(principal, action, resource);\npermit(principal, action, resource);';
    expect(ask(text).matched_rules).toEqual(["policy1", "policy1~2"]);
  });

  it("denies by a forbid that fails, unless errors are skipped as Cedar has it", () => {
    const text = "permit(principal, action, resource); forbid(principal, action, resource) when { context.x };";
    const error = {
      rule: "policy1",
      code: "policy.undecidable",
      text: "the record has no attribute `x`",
      source: "p.cedar:1",
    };
    expect(ask(text)).toMatchObject({ decision: "deny", deny_code: "policy.undecidable", errors: [error] });
    expect(ask(text, {}, { settings: { cedar_errors: "skip" } })).toMatchObject({ decision: "allow", errors: [error] });
  });

  it("asks by a permit that says so, and by one that needs approvals", () => {
    expect(ask('@effect("ask") permit(principal, action, resource);').approvals).toEqual({ missing: ["policy0"] });
    expect(ask('@approvals("2 of finance") permit(principal, action, resource);').approvals).toEqual({
      missing: ["policy0"],
      needs: ["2 of finance"],
    });
  });

  it("asks where a forbid that approvals lift is all that denies", () => {
    const forbid = '@approvals("1 of boss") forbid(principal, action, resource);';
    expect(ask(forbid)).toMatchObject({ decision: "deny", matched_rules: ["policy0"] });
    expect(ask(`${forbid} permit(principal, action, resource);`)).toMatchObject({
      decision: "ask",
      matched_rules: ["policy0"],
      approvals: { needs: ["1 of boss"] },
    });
    expect(ask(`${forbid} permit(principal, action, resource); forbid(principal, action, resource);`)).toMatchObject({
      decision: "deny",
      matched_rules: ["policy0", "policy2"],
    });
  });

  it("asks what a permit that cannot be decided requires, where another one allows", () => {
    const doubtful = '@approvals("1 of boss") permit(principal, action, resource) when { context.x };';
    expect(ask(doubtful).decision).toBe("deny");
    expect(ask(`${doubtful} permit(principal, action, resource);`)).toMatchObject({
      decision: "ask",
      matched_rules: ["policy0"],
    });
  });

  it("keeps integers beyond 2^53 exact, in policies, calls and entities", () => {
    const text =
      "permit(principal, action, resource) when { context.n == 9007199254740993 && resource.n == context.n };";
    const entities = '[{"uid":{"type":"Doc","id":"d"},"attrs":{"n":9007199254740993},"parents":[]}]';
    const call = (n: string) => ({ context: parseJson(`{"n":${n}}`) });
    expect(ask(text, call("9007199254740993"), { entities }).decision).toBe("allow");
    expect(ask(text, call("9007199254740992"), { entities }).decision).toBe("deny");
  });

  it("reports every problem with its place, and a misspelt annotation", () => {
    expect(
      problems([
        "p.cedar",
        'permit(principl, action, resource);\n@aprovals("2 of x")\npermit(principal, action, resource) when { 1 + };\n@effect("ask") forbid(principal, action, resource);',
      ]),
    ).toEqual([
      expect.stringContaining("p.cedar:1:8 error"),
      expect.stringContaining("p.cedar:3:48 error"),
      "p.cedar:4:1 error: `ask` is no effect of a forbid",
    ]);
    expect(problems(["p.cedar", '@aprovals("2 of x") permit(principal, action, resource);'])).toEqual([
      "p.cedar:1:1 warning: the annotation `aprovals` means nothing here",
    ]);
  });

  it("may not give an id that another file gives", () => {
    const rule = '[[rules]]\nid = "one"\naction = "A"\n';
    expect(problems(["a.toml", rule], ["p.cedar", '@id("one") permit(principal, action, resource);'])).toEqual([
      "p.cedar:1:1 error: the id `one` is taken by the rule at a.toml:1",
    ]);
  });

  it("leaves a mode without a say, and says so", () => {
    const cedar = ["p.cedar", 'permit(principal, action == Action::"view", resource);'] as const;
    const everything = [
      "p.cedar",
      "permit(principal, action, resource is Doc);\npermit(principal, action, resource);",
    ] as const;
    const mode = ["policy.toml", 'approval_mode = "yolo"\n'] as const;
    expect(problems(mode, cedar)).toEqual([]);
    expect(problems(mode, everything)).toEqual([
      "policy.toml:1:1 warning: the approval mode `yolo` never answers: `p.cedar` governs every tool call",
    ]);
  });

  it("governs the tools it can be about: no mode answers for them", () => {
    const files = [
      { name: "policy.toml", text: 'approval_mode = "yolo"\n' },
      { name: "p.cedar", text: 'permit(principal == Writ::Agent::"x", action, resource == Writ::Tool::"pay");' },
    ];
    const snapshot = loadPolicies(files);
    const decisions = ["pay", "read_file"].map(
      (tool) => decide({ kind: "tool", tool, args: ["a"] }, snapshot).decision,
    );
    expect(decisions).toEqual(["deny", "allow"]);
  });
});

suite("the files beside it", () => {
  const template = '@id("t") permit(principal == ?principal, action, resource in ?resource);';
  const links = JSON.stringify([
    {
      templateId: "t",
      newId: "linked",
      values: { "?principal": { __entity: user("a") }, "?resource": { __entity: { type: "Folder", id: "f" } } },
    },
  ]);
  const entities = JSON.stringify([{ uid: doc, attrs: {}, parents: [{ type: "Folder", id: "f" }] }]);

  it("link templates, and say who is below whom", () => {
    const files = [
      { name: "p.cedar", text: template },
      { name: "p.links.json", text: links },
      { name: "e.entities.json", text: entities },
    ];
    const call = { kind: "access", principal: user("a"), action: view, resource: doc };
    expect(decide(call, loadPolicies(files))).toMatchObject({ decision: "allow", matched_rules: ["linked"] });
    expect(decide({ ...call, principal: user("b") }, loadPolicies(files)).decision).toBe("deny");
    expect(problems(["p.links.json", links])).toEqual([expect.stringContaining("there is no template `t`")]);
  });

  const schema =
    "entity User; entity Doc { owner: User }; action view appliesTo { principal: [User], resource: [Doc], context: { ip: ipaddr } };";

  it("make values of texts by the schema, and refuse what does not fit it", () => {
    const text =
      'permit(principal, action, resource) when { context.ip.isInRange(ip("10.0.0.0/8")) && resource.owner == principal };';
    const owned = JSON.stringify([{ uid: doc, attrs: { owner: user("a") }, parents: [] }]);
    const options = { schema, entities: owned };
    expect(ask(text, { context: { ip: "10.1.2.3" } }, options).decision).toBe("allow");
    expect(ask(text, { context: { ip: "11.1.2.3" } }, options).decision).toBe("deny");
    expect(ask(text, { context: {} }, options)).toMatchObject({ decision: "deny", deny_code: "request.invalid" });
    const lax = { ...options, settings: { cedar_validate_request: "skip" as const } };
    expect(ask(text, { context: {} }, lax)).toMatchObject({ decision: "deny", deny_code: "policy.no_matching_rule" });
  });

  it("let an action be named by its id alone where the schema knows one of it", () => {
    const named =
      "namespace App { entity User; entity Doc; action view appliesTo { principal: [User], resource: [Doc] }; }";
    const snapshot = loadPolicies(
      [{ name: "p.cedar", text: 'permit(principal, action == App::Action::"view", resource);' }],
      { schema: named },
    );
    const call = {
      kind: "access",
      subject: { type: "App::User", id: "a" },
      action: { name: "view" },
      resource: { type: "App::Doc", id: "d" },
    };
    expect(decide(call, snapshot).decision).toBe("allow");
  });

  it("are part of the snapshot's hash", () => {
    const files = [{ name: "p.cedar", text: "permit(principal, action, resource);" }];
    expect(loadPolicies(files, { entities: "[]" }).hash).not.toBe(loadPolicies(files).hash);
  });
});

suite("what a call says of its entities", () => {
  const text = 'permit(principal, action, resource) when { principal.role == "admin" && action.soft };';
  const call = {
    subject: { type: "user", id: "bob", properties: { role: "admin", score: 1.5, nothing: null } },
    action: { name: "delete", properties: { soft: true } },
    resource: { type: "record", id: "r" },
    principal: undefined,
  };

  it("is seen by policies, as far as it is a value", () => {
    expect(ask(text, call).decision).toBe("allow");
    expect(ask("permit(principal, action, resource) when { principal.score == 1 };", call).errors).toHaveLength(1);
  });

  it("never wins over the snapshot", () => {
    const entities = [{ uid: { type: "user", id: "bob" }, attrs: { role: "guest" }, parents: [] }];
    expect(ask(text, call, { entities }).decision).toBe("deny");
  });
});

suite("tool calls and payments", () => {
  const text = `
    @id("git") permit(principal, action == Writ::Action::"tool.execute", resource == Writ::Tool::"run_terminal_cmd") when { context.text like "git *" };
    @id("rm") forbid(principal, action == Writ::Action::"tool.execute", resource) when { context.text like "*rm -rf*" };
    @id("etc") forbid(principal, action == Writ::Action::"tool.execute", resource) when { context.input has path && context.input.path like "/etc/*" };
    @id("read") permit(principal, action == Writ::Action::"tool.execute", resource == Writ::Tool::"read_file");
    @id("pay") permit(principal, action == Writ::Action::"ACTION_PAYMENT_INITIATE", resource == Writ::Tenant::"acme") when { context.amount.lessThan(decimal("100.0")) };`;
  const snapshot = loadPolicies([{ name: "p.cedar", text }]);
  const shell = (line: string) => decide({ kind: "tool", tool: "run_terminal_cmd", args: [line] }, snapshot);
  const pay = (amount: string) =>
    decide({ kind: "action", action: "ACTION_PAYMENT_INITIATE", tenant: "acme", amount, currency: "USD" }, snapshot);

  it.each([
    ["git status && git log", "allow", ["git"]],
    ["git status; ls", "deny", []],
    ["git x; rm -rf y", "deny", ["rm"]],
    ["git x; rm -r -f y", "deny", ["rm"]],
    ["git $x", "deny", ["rm"]],
  ])("of %j", (line, decision, matched_rules) => {
    expect(shell(line)).toMatchObject({ decision, matched_rules });
  });

  it("are seen in every spelling of a path", () => {
    const read = (path: string) => decide({ kind: "tool", tool: "read_file", args: { path } }, snapshot);
    expect(read("/srv/../etc/passwd")).toMatchObject({ decision: "deny", matched_rules: ["etc"] });
    expect(read("/srv/passwd").decision).toBe("allow");
  });

  it("have exact amounts, and none that Cedar cannot hold", () => {
    expect(["99.9999", "100", "0.00001", "1e1"].map((amount) => pay(amount).decision)).toEqual([
      "allow",
      "deny",
      "deny",
      "deny",
    ]);
  });
});

suite("an approval that was given", () => {
  const given = (grants: readonly (string | null)[]) => ({ approvals: [{ ask: "0".repeat(64), grants }] });
  const call = { kind: "access", principal: user("a"), action: view, resource: doc };
  const decided = (text: string, grants: readonly (string | null)[]) =>
    decide(call, loadPolicies([{ name: "p.cedar", text }]), given(grants));

  it("allows what its rule asked, and nothing that another asked", () => {
    const text =
      '@id("a") @effect("ask") permit(principal, action, resource);\n@id("b") @approvals("1 of boss") permit(principal, action, resource);';
    expect(decided(text, [])).toMatchObject({ decision: "ask", approvals: { missing: ["a", "b"] } });
    expect(decided(text, ["a"])).toMatchObject({ decision: "ask", approvals: { missing: ["b"] } });
    expect(decided(text, ["a", "b"])).toMatchObject({ decision: "allow", matched_rules: ["a", "b"] });
  });

  it("lifts the deny that it lifts, and no other", () => {
    const text =
      '@id("l") @approvals("1 of boss") forbid(principal, action, resource); @id("p") permit(principal, action, resource);';
    expect(decided(text, ["l"])).toMatchObject({ decision: "allow", matched_rules: ["p"] });
    expect(decided(`${text} @id("d") forbid(principal, action, resource);`, ["l"])).toMatchObject({
      decision: "deny",
      matched_rules: ["d"],
    });
  });

  it("never makes an allow of nothing", () => {
    expect(decided('@id("l") @approvals("1 of boss") forbid(principal, action, resource);', ["l"]).decision).toBe(
      "deny",
    );
    expect(decided('@id("p") permit(principal, action, resource) when { false };', ["p", null]).decision).toBe("deny");
  });

  it("stands for the approval mode", () => {
    const snapshot = loadPolicies([{ name: "policy.toml", text: 'approval_mode = "ask"\n' }]);
    const tool = { kind: "tool", tool: "read_file", args: ["a"] };
    expect(["ask", "allow"]).toEqual([
      decide(tool, snapshot, given(["x"])).decision,
      decide(tool, snapshot, given([null])).decision,
    ]);
  });
});
