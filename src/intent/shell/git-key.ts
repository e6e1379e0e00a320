/** Settings of git by which a repository runs a program, or says which (git-config, "Variables"): one row a section. */

const EVERY = /(?:)/;
/** Settings of a difference or merge, by driver or by tool. */
const TOOL = /^(?:.*\.)?(?:command|textconv|external|driver|cmd|path)$/;

/** What follows the section and its dot, lower-cased. */
const SECTIONS: ReadonlyMap<string, RegExp> = new Map([
  ["alias", EVERY],
  ["include", EVERY],
  ["includeif", EVERY],
  ["pager", EVERY],
  ["filter", EVERY],
  ["hook", EVERY],
  ["core", /^(?:hookspath|fsmonitor|sshcommand|pager|editor|gitproxy|askpass|alternaterefscommand)$/],
  ["sequence", /^editor$/],
  ["interactive", /^difffilter$/],
  ["init", /^templatedir$/],
  ["uploadpack", EVERY],
  ["diff", TOOL],
  ["merge", TOOL],
  ["difftool", TOOL],
  ["mergetool", TOOL],
  ["guitool", TOOL],
  ["browser", TOOL],
  ["man", TOOL],
  ["web", /^browser$/],
  ["help", /^browser$/],
  ["instaweb", EVERY],
  ["credential", /^(?:.*\.)?helper$/],
  ["gpg", /^(?:.*\.)?(?:program|defaultkeycommand)$/],
  ["trailer", /^(?:.*\.)?(?:command|cmd)$/],
  ["tar", /\.command$/],
  ["submodule", /\.update$/],
  ["remote", /\.(?:uploadpack|receivepack|vcs)$/],
  ["protocol", /^(?:ext\.)?allow$/],
  ["sendemail", /^(?:.*\.)?(?:smtpserver|smtpserveroption|\w*cmd)$/],
  ["imap", /^tunnel$/],
  ["lfs", /^(?:customtransfer\..*\.(?:path|args)|extension\..*\.(?:clean|smudge)|standalonetransferagent)$/],
]);

/** True for the name of such a setting. */
export function isProgramKey(text: string): boolean {
  const key = text.toLowerCase();
  const border = key.indexOf(".");
  return border !== -1 && (SECTIONS.get(key.slice(0, border))?.test(key.slice(border + 1)) ?? false);
}

/** True when a section of the one name, called by the other, may hold such settings that it did not hold before. */
export function gainsPrograms(from: string, to: string): boolean {
  return sectionOf(from) !== sectionOf(to) && SECTIONS.has(sectionOf(to));
}

function sectionOf(text: string): string {
  return (text.split(".")[0] ?? "").toLowerCase();
}
