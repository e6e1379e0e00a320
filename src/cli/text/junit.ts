/** A test report as JUnit XML, which build servers read: a suite a file, a case a case. */

import type { CaseResult, FileResult, TestReport } from "../test/result.ts";
import { type Element, xmlDocument } from "./xml.ts";

/** The whole document; files that are not valid are suites with an error. */
export function junit({ files, passed, failed }: TestReport): string {
  const suites = files.map(suite);
  const errors = files.filter(isBroken).length;
  return xmlDocument({
    name: "testsuites",
    attributes: { name: "writ test", tests: passed + failed + errors, failures: failed, errors },
    children: suites,
  });
}

function isBroken({ diagnostics }: FileResult): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

function suite(result: FileResult): Element {
  const { file, cases } = result;
  const failures = cases.filter(({ passed }) => !passed).length;
  const broken = isBroken(result) ? [brokenCase(result)] : [];
  return {
    name: "testsuite",
    attributes: { name: file, tests: cases.length + broken.length, failures, errors: broken.length },
    children: [...broken, ...cases.map(testcase)],
  };
}

function brokenCase({ file, diagnostics }: FileResult): Element {
  const text = diagnostics.map((each) => `${each.file}:${each.line}:${each.column}: ${each.message}`).join("\n");
  const error: Element = { name: "error", attributes: { message: "the files are not valid" }, children: [text] };
  return { name: "testcase", attributes: { name: "files are valid", classname: file, file }, children: [error] };
}

function testcase({ name, file, line, passed, mismatches, decided }: CaseResult): Element {
  const text = [...mismatches, decided, `${file}:${line}`].join("\n");
  const failure: Element = { name: "failure", attributes: { message: mismatches.join("; ") }, children: [text] };
  return { name: "testcase", attributes: { name, classname: file, file, line }, children: passed ? [] : [failure] };
}
