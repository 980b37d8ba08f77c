/** Replaces command lines in texts by the form in which this process was started. Pure. */

/** A command line in a text: in backticks, after a prompt, colon, pipe or variable, or at the start of a line. */
const COMMAND_LINE = /(?<=^\s*|[`$|:] ?|-- |=\S+ )spm-connect(?= [a-z<[-])/gm;

export const withCommands = (text: string, startedAs: string): string =>
  startedAs === 'spm-connect' ? text : text.replace(COMMAND_LINE, startedAs);
