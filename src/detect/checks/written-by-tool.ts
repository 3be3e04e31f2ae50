import type { Candidate } from '../rule.js';

/** A member of JSON, however often it was put into a string, whose value the match is part of. */
const BEGINS = /["']\s?:\s?\\{0,3}["'][^"'\s]*$/;
/** The rest of the path, and what such a tool is given beside it. One that reads is given none of these. */
const GOES_ON = /^[\w./@-]*\\{0,3}["'],\s*\\{0,3}["'](?:contents?|file_text|(?:new|old)_str(?:ing)?)\\{0,3}["']\s?:/;

/**
 * Whether a path is one that a tool of an agent writes to or edits: `{"file_path":"/etc/sudoers","old_string":"..."}`. What a
 * shell would do with a redirection, agents do with such a tool.
 */
export function isWrittenByTool({ before, after }: Candidate): boolean {
  return BEGINS.test(before) && GOES_ON.test(after);
}
