// Puts the sample contact's values where the placeholders are, and says which parts of the result they are.
import type { Mark } from "../shared/markup_view";
import { word } from "../shared/bubble_types";
import type { Editing } from "./types";

const PLACEHOLDER =
  /\{\{-?\s*([\p{L}_][\p{L}\p{N}_.]*)\s*(?:\|\s*default\(\s*(?:'([^']*)'|"([^"]*)")\s*(?:,\s*[Tt]rue\s*)?\)\s*)?-?\}\}/gu;

export type Filled = { text: string; marks: Mark[] };

export function fill(source: string, data: Pick<Editing, "fields" | "sample" | "words">): Filled {
  const marks: Mark[] = [];
  let text = "";
  let at = 0;
  for (const match of source.matchAll(PLACEHOLDER)) {
    const [whole, path = "", single, double] = match;
    const value = valueOf(path, data);
    const shown = value || (single ?? double ?? named(path) ?? whole);
    text += source.slice(at, match.index);
    marks.push({ from: text.length, to: text.length + shown.length, ...kindOf(path, value, (single ?? double) !== undefined, data) });
    text += shown;
    at = match.index + whole.length;
  }
  return { text: text + source.slice(at), marks };
}

// A field of the customer that the sample does not have is shown by its name, as on the card: [commande].
function named(path: string): string | undefined {
  return /^(?:contact|event|answers)\.\w/u.test(path) ? `[${path.split(".").at(-1)}]` : undefined;
}

// undefined: no such field; "": the sample contact has no value.
function valueOf(path: string, data: Pick<Editing, "fields" | "sample">): string | undefined {
  return data.sample[path] ?? data.fields.find((field) => field.path === path)?.sample ??
    (data.fields.some((field) => field.path === path) ? "" : undefined);
}

function kindOf(
  path: string, value: string | undefined, otherwise: boolean, data: Pick<Editing, "fields" | "words">,
): Pick<Mark, "kind" | "title"> {
  const label = data.fields.find((field) => field.path === path)?.label ?? path;
  if (value === "" && !otherwise) return { kind: "unknown", title: `${label} : ${word(data.words, "no_sample")}` };
  if (value === undefined) return { kind: "unknown", title: `${word(data.words, "unknown_field")} : ${path}` };
  return { kind: "filled", title: `${word(data.words, "filled")} : ${label}` };
}
