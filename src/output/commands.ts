/** Command lines in texts, written as this process was started. Pure. */

/** Where a text has a command line: in backticks, behind a prompt, a colon, a pipe or a variable, or on its own. */
const COMMAND_LINE = /(?<=^\s*|[`$|:] ?|-- |=\S+ )spm-connect(?= [a-z<[-])/gm;

export const withCommands = (text: string, startedAs: string): string =>
  startedAs === 'spm-connect' ? text : text.replace(COMMAND_LINE, startedAs);
